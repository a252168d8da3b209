import { distinct } from '../../oracle/by-key.ts'
import { sameKey } from '../../oracle/same-key.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'groupBy',
    of: ['groupBy'],
    over: 'numbers',
    order: 'any',
    run: async (ctx, input, n) => {
      const groups = await ctx
        .parallelize(input, n)
        .groupBy((x) => x % 3)
        .collect()
      return groups.map(([key, group]) => [key, [...group]])
    },
    expected: (input) =>
      distinct(input.map((x) => x % 3)).map((key) => [key, input.filter((x) => sameKey(x % 3, key))]),
  },
  {
    name: 'groupBy keys of every kind',
    of: ['groupBy'],
    over: 'pairs',
    order: 'any',
    async run(ctx, input, n) {
      const groups = await ctx
        .parallelize(input, n)
        .groupBy(([key]) => key)
        .collect()
      return groups.map(([key, group]) => [key, group.length])
    },
    expected: (input) =>
      distinct(input.map(([key]) => key)).map((key) => [
        key,
        input.filter(([other]) => sameKey(other, key)).length,
      ]),
  },
]
