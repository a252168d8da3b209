import { TaskContext } from '@atomic-ts/atomic'
import type { Case } from './run-cases.ts'

/** What tasks share with the driver, and what they know of themselves. */
export const numberCases: readonly Case<number>[] = [
  {
    name: 'longAccumulator, doubleAccumulator and collectionAccumulator',
    order: 'ordered',
    async run(ctx, input, n) {
      const whole = ctx.longAccumulator()
      const half = ctx.doubleAccumulator()
      const all = ctx.collectionAccumulator<number>()
      await ctx.parallelize(input, n).foreach((x) => {
        whole.add(x)
        half.add(x / 2)
        all.add(x)
      })
      return [whole.value, whole.count, half.sum, all.value.toSorted((a, b) => a - b)]
    },
    expected(input) {
      const sum = input.reduce((a, b) => a + b, 0)
      return [sum, input.length, sum / 2, input.toSorted((a, b) => a - b)]
    },
  },
  {
    name: 'accumulator with a function that captures',
    order: 'ordered',
    async run(ctx, input, n) {
      const least = -5
      const greatest = ctx.accumulator(least, (a, b) => Math.max(a, b, least))
      const seen = ctx.accumulator(new Set<number>(), (a, b) => new Set([...a, ...b]))
      await ctx.parallelize(input, n).foreach((x) => {
        greatest.add(x)
        seen.add(new Set([x]))
      })
      return [greatest.value, [...seen.value].toSorted((a, b) => a - b)]
    },
    expected: (input) => [Math.max(-5, ...input), [...new Set(input)].toSorted((a, b) => a - b)],
  },
  {
    name: 'accumulators of a map side, a result side and a sorted RDD count once',
    order: 'ordered',
    async run(ctx, input, n) {
      const before = ctx.longAccumulator()
      const after = ctx.longAccumulator()
      const counts = ctx
        .parallelize(input, n)
        .map((x): [number, number] => {
          before.add(1)
          return [x, 1]
        })
        .reduceByKey((a, b) => a + b)
        .sortByKey()
      const rows = await counts.count()
      await counts.foreach(() => after.add(1))
      return [before.value, after.value, rows]
    },
    expected: (input) => [input.length, new Set(input).size, new Set(input).size],
  },
  {
    name: 'broadcast, read by two stages and again after unpersist',
    order: 'ordered',
    async run(ctx, input, n) {
      const names = ctx.broadcast(new Map(input.map((x) => [x, { name: `n${x}` }])))
      const named = ctx.parallelize(input, n).map((x) => names.value.get(x)?.name ?? 'none')
      const first = await named.collect()
      names.unpersist()
      const second = named.distinct().filter((name) => [...names.value.values()].some((v) => v.name === name))
      return [first, (await second.collect()).toSorted()]
    },
    expected(input) {
      const named = input.map((x) => `n${x}`)
      return [named, [...new Set(named)].toSorted()]
    },
  },
  {
    name: 'TaskContext',
    order: 'ordered',
    run(ctx, input, n) {
      return ctx.withLocalProperty('unit', 'mm', () =>
        ctx
          .parallelize(input, n)
          .mapPartitions(() => {
            const { partitionId, numPartitions, stageId, attemptNumber } = TaskContext.get()
            const unit = TaskContext.get().getLocalProperty('unit')
            return [
              {
                partitionId,
                numPartitions,
                stageId,
                attemptNumber,
                unit,
                other: TaskContext.get().isInterrupted(),
              },
            ]
          })
          .collect(),
      )
    },
    expected: (_input, n) =>
      Array.from({ length: n }, (_, partitionId) => ({
        ...{ partitionId, numPartitions: n, stageId: 0, attemptNumber: 0, unit: 'mm', other: false },
      })),
  },
]
