import { StatCounter } from '@atomic-ts/atomic'
import { sameKey } from '@atomic-ts/testing'
import type { Case } from './run-cases.ts'

/** @task */
export function noted(records: Iterable<number>): void {
  for (const n of records) void n
}

/** Programs over small integers. */
export const numberCases: readonly Case<number>[] = [
  {
    name: 'isEmpty',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .filter((x) => x > 5)
        .isEmpty(),
    expected: (input) => !input.some((x) => x > 5),
  },
  {
    name: 'take of more than there are',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).take(1000),
    expected: (input) => input,
  },
  {
    name: 'top and takeOrdered of none and of more than there are',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      return [await rdd.top(0), await rdd.top(1000), await rdd.takeOrdered(0), await rdd.takeOrdered(1000)]
    },
    expected: (input) => [[], input.toSorted((a, b) => b - a), [], input.toSorted((a, b) => a - b)],
  },
  {
    name: 'max and min, by their order and by a key',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize([3, ...input], n)
      return [
        await rdd.max(),
        await rdd.min(),
        await rdd.max((x) => Math.abs(x) % 4),
        await rdd.min((x) => x * x),
      ]
    },
    expected(input) {
      const all = [3, ...input]
      const firstBy = (key: (x: number) => number, best: number): number | undefined =>
        all.find((x) => key(x) === best)
      return [
        Math.max(...all),
        Math.min(...all),
        firstBy((x) => Math.abs(x) % 4, Math.max(...all.map((x) => Math.abs(x) % 4))),
        firstBy((x) => x * x, Math.min(...all.map((x) => x * x))),
      ]
    },
  },
  {
    name: 'toLocalIterator',
    order: 'ordered',
    run: (ctx, input, n) => gather(ctx.parallelize(input, n).toLocalIterator()),
    expected: (input) => input,
  },
  {
    name: 'toLocalIterator, reading ahead',
    order: 'ordered',
    run: (ctx, input, n) =>
      gather(
        ctx
          .parallelize(input, n)
          .map((x) => x * 2)
          .toLocalIterator({ prefetch: true }),
      ),
    expected: (input) => input.map((x) => x * 2),
  },
  {
    name: 'runJob',
    order: 'ordered',
    async run(ctx, input, n) {
      const wanted = input.length
      const sizes = await ctx.parallelize(input, n).runJob((records) => [[...records].length, wanted])
      return [sizes.length, sizes.reduce((sum, [size]) => sum + size, 0), sizes[0]?.[1]]
    },
    expected: (input, n) => [n, input.length, input.length],
  },
  {
    name: 'runJob on chosen partitions, in the order and as often as asked',
    order: 'ordered',
    run: (ctx, _input, n) =>
      ctx
        .range(0, n, { partitions: n })
        .map((x) => x)
        .runJob(([first]) => first ?? null, [n - 1, 0, n - 1]),
    expected: (_input, n) => [n - 1, 0, n - 1],
  },
  {
    name: 'foreachPartition and foreachPartitionTask give nothing',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      return [
        await rdd.foreachPartition((records) => {
          for (const record of records) void record
        }),
        await rdd.foreachPartitionTask(noted),
      ]
    },
    expected: () => [undefined, undefined],
  },
  {
    name: 'reduce and treeReduce, where most partitions are empty',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize([...input, 7], n).filter((x) => x === 7)
      return [await rdd.reduce((a, b) => a + b), await rdd.treeReduce((a, b) => a + b, { depth: 3 })]
    },
    expected(input) {
      const sevens = 7 * [...input, 7].filter((x) => x === 7).length
      return [sevens, sevens]
    },
  },
  {
    name: 'treeReduce over many partitions keeps their order',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx.parallelize(['', ...input.map(String)], n * 9).treeReduce((a, b) => `${a},${b}`, { depth: 3 }),
    expected: (input) => ['', ...input.map(String)].join(','),
  },
  {
    name: 'treeAggregate gives what aggregate gives',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n * 9)
      const sum = (depth: number, finalAggregateOnExecutor: boolean): Promise<[number, string]> =>
        rdd.treeAggregate(
          [1, ''],
          ([total, text], x) => [total + x, `${text}${x};`],
          (a, b) => [a[0] + b[0], a[1] + b[1]],
          { depth, finalAggregateOnExecutor },
        )
      return [await sum(1, false), await sum(2, false), await sum(4, false), await sum(2, true)]
    },
    expected(input, n) {
      const all = [input.reduce((a, b) => a + b, 0) + n * 9 + 1, input.map((x) => `${x};`).join('')]
      return [all, all, all, all]
    },
  },
  {
    name: 'takeSample without replacement: distinct positions, as many as asked for or all',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(
        input.map((x, i) => [x, i] as const),
        n,
      )
      const sample = await rdd.takeSample(false, 10, 7)
      const again = await rdd.takeSample(false, 10, 7)
      const all = await rdd.takeSample(false, 1000, 7)
      return [
        sample.every(([x, i]) => input[i] === x),
        new Set(sample.map(([, i]) => i)).size,
        JSON.stringify(sample) === JSON.stringify(again),
        all.map(([, i]) => i).toSorted((a, b) => a - b),
      ]
    },
    expected: (input) => [true, Math.min(10, input.length), true, input.map((_, i) => i)],
  },
  {
    name: 'takeSample with replacement: as many as asked for, of what is there',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      const sample = await rdd.takeSample(true, 50, 3)
      const again = await rdd.takeSample(true, 50, 3)
      return [sample.length, sample.every((x) => input.includes(x)), sample.join() === again.join()]
    },
    expected: (input) => [input.length === 0 ? 0 : 50, true, true],
  },
  {
    name: 'sum, mean and the variances',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      const figures = [
        ...[rdd.sum(), rdd.mean(), rdd.variance(), rdd.popVariance(), rdd.sampleVariance()],
        ...[rdd.stdev(), rdd.popStdev(), rdd.sampleStdev()],
      ]
      return (await Promise.all(figures)).map(rounded)
    },
    expected(input) {
      const sum = input.reduce((a, b) => a + b, 0)
      const squares = input.reduce((all, x) => all + (x - sum / input.length) ** 2, 0)
      const variance = squares / input.length
      const sample = input.length < 2 ? Number.NaN : squares / (input.length - 1)
      const [stdev, sampleStdev] = [Math.sqrt(variance), Math.sqrt(sample)]
      return [...[sum, sum / input.length, variance, variance, sample], ...[stdev, stdev, sampleStdev]].map(
        rounded,
      )
    },
  },
  {
    name: 'stats',
    order: 'ordered',
    async run(ctx, input, n) {
      const stats = await ctx.parallelize(input, n).stats()
      return [stats instanceof StatCounter, stats.count, stats.sum, stats.max, stats.min]
    },
    expected: (input) => [
      true,
      input.length,
      input.reduce((a, b) => a + b, 0),
      Math.max(...input),
      Math.min(...input),
    ],
  },
  {
    name: 'histogram over given buckets, even and not',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).map((x) => x / 2)
      return [await rdd.histogram([-4, -2, 0, 2, 4]), await rdd.histogram([-3, 0, 0.5, 100])]
    },
    expected: (input) =>
      [
        [-4, -2, 0, 2, 4],
        [-3, 0, 0.5, 100],
      ].map((ends) => [
        ends,
        bucketCounts(
          input.map((x) => x / 2),
          ends,
        ),
      ]),
  },
  {
    name: 'histogram of equal buckets',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize([-8, 8, ...input], n).histogram(4),
    expected: (input) => {
      const [least, greatest] = [Math.min(-8, ...input), Math.max(8, ...input)]
      const width = (greatest - least) / 4
      const ends = [least, least + width, least + 2 * width, least + 3 * width, greatest]
      return [ends, bucketCounts([-8, 8, ...input], ends)]
    },
  },
  {
    name: 'approximate actions that have the time are exact',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize([2, ...input], n)
      const [count, sum, mean] = [
        await rdd.countApprox(60_000),
        await rdd.sumApprox(60_000, 0.9),
        await rdd.meanApprox(60_000),
      ]
      return [count, sum, mean].map(
        ({ initialValue: { mean: x, low, high, confidence }, isInitialValueFinal }) => [
          isInitialValueFinal,
          confidence,
          rounded(x),
          low === x && high === x,
        ],
      )
    },
    expected(input) {
      const all = [2, ...input]
      const sum = all.reduce((a, b) => a + b, 0)
      return [all.length, sum, sum / all.length].map((x) => [true, 1, rounded(x), true])
    },
  },
]

/** Programs over pairs with keys and values of every kind. */
export const pairCases: readonly Case<[unknown, unknown]>[] = [
  {
    name: 'countByValue',
    order: 'any',
    async run(ctx, input, n) {
      const counts = await ctx
        .parallelize(input, n)
        .map(([key]) => key)
        .countByValue()
      return [...counts]
    },
    expected: (input) => tally(input.map(([key]) => key)),
  },
  {
    name: 'countByValueApprox that has the time is exact',
    order: 'any',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).map(([key]) => key)
      const { initialValue, finalValue } = await rdd.countByValueApprox(60_000)
      const both = [...initialValue].map(([value, { mean }]) => [value, mean])
      return (await finalValue).size === both.length ? both : 'not what the final value is'
    },
    expected: (input) => tally(input.map(([key]) => key)),
  },
]

async function gather<T>(records: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const record of records) all.push(record)
  return all
}

function tally(values: readonly unknown[]): [unknown, number][] {
  const firsts = values.filter((value, i) => values.findIndex((other) => sameKey(value, other)) === i)
  return firsts.map((value) => [value, values.filter((other) => sameKey(value, other)).length])
}

function bucketCounts(numbers: readonly number[], ends: readonly number[]): number[] {
  return ends.slice(1).map((end, i) => {
    const isLast = i === ends.length - 2
    const start = ends[i] ?? 0
    return numbers.filter((x) => x >= start && (x < end || (isLast && x === end))).length
  })
}

/** To nine digits: how a mean is rounded depends on how it is computed. */
function rounded(x: number): number {
  return Number.isFinite(x) ? Number(x.toPrecision(9)) : x
}
