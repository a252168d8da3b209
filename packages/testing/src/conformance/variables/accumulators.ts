import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'longAccumulator, doubleAccumulator and collectionAccumulator',
    of: ['longAccumulator', 'doubleAccumulator', 'collectionAccumulator', 'foreach'],
    over: 'numbers',
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
    of: ['accumulator'],
    over: 'numbers',
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
    of: ['longAccumulator'],
    over: 'numbers',
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
]
