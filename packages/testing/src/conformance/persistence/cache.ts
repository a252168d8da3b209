import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'cache: computed once, the same answer twice',
    of: ['cache'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx
        .parallelize(input, n)
        .map(() => Math.random())
        .cache()
      const [a, b] = [await rdd.collect(), await rdd.map((x) => x).collect()]
      return a.length === input.length && a.every((x, i) => x === b[i])
    },
    expected: () => true,
  },
  {
    name: 'cache of a union',
    of: ['cache'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).map(() => Math.random())
      const both = rdd.union(rdd.map((x) => -x)).cache()
      const [a, b] = [await both.collect(), await both.collect()]
      return a.length === 2 * input.length && a.every((x, i) => x === b[i])
    },
    expected: () => true,
  },
]
