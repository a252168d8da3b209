import { StorageLevel } from '@atomic-ts/core'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'cache: the same answer twice',
    of: ['cache'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx
        .parallelize(input, n)
        .map((x) => 2 * x)
        .cache()
      return [await rdd.collect(), await rdd.map((x) => x + 1).collect()]
    },
    expected: (input) => [input.map((x) => 2 * x), input.map((x) => 2 * x + 1)],
  },
  {
    name: 'cache of a union',
    of: ['cache'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).map((x) => x + 1)
      const both = rdd.union(rdd.map((x) => -x)).cache()
      return [await both.collect(), await both.collect()]
    },
    expected(input) {
      const both = [...input.map((x) => x + 1), ...input.map((x) => -(x + 1))]
      return [both, both]
    },
  },
  {
    name: 'persist: computed once, however little memory there is',
    of: ['persist'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).map(() => Math.random())
      const both = rdd.union(rdd.map((x) => -x)).persist(StorageLevel.MEMORY_AND_DISK)
      const [a, b] = [await both.collect(), await both.map((x) => x).collect()]
      return a.length === 2 * input.length && a.every((x, i) => x === b[i])
    },
    expected: () => true,
  },
]
