import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'top',
    of: ['top'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).top(4),
    expected: (input) => input.toSorted((a, b) => b - a).slice(0, 4),
  },
  {
    name: 'top by a key, ties in order',
    of: ['top'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).top(4, (x) => x % 2),
    expected: (input) => input.toSorted((a, b) => (b % 2) - (a % 2)).slice(0, 4),
  },
  {
    name: 'takeOrdered',
    of: ['takeOrdered'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).takeOrdered(4),
    expected: (input) => input.toSorted((a, b) => a - b).slice(0, 4),
  },
  {
    name: 'top and takeOrdered of none and of more than there are',
    of: ['top', 'takeOrdered'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      return [await rdd.top(0), await rdd.top(1000), await rdd.takeOrdered(0), await rdd.takeOrdered(1000)]
    },
    expected: (input) => [[], input.toSorted((a, b) => b - a), [], input.toSorted((a, b) => a - b)],
  },
  {
    name: 'max and min, by their order and by a key',
    of: ['max', 'min'],
    over: 'numbers',
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
]
