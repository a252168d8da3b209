import { groupByKey, reduceByKey } from '../../oracle/by-key.ts'
import { sameKey } from '../../oracle/same-key.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'countByKey finds keys by value',
    of: ['countByKey'],
    over: 'pairs',
    order: 'ordered',
    async run(ctx, input, n) {
      const counts = await ctx.parallelize(input, n).countByKey()
      return input.map(([key]) => counts.get(structuredClone(key)))
    },
    expected: (input) => input.map(([key]) => input.filter(([k]) => sameKey(k, key)).length),
  },
  {
    name: 'reduceByKeyLocally',
    of: ['reduceByKeyLocally'],
    over: 'pairs',
    order: 'any',
    async run(ctx, input, n) {
      const pairs = ctx.parallelize(input, n).mapValues((value) => (typeof value).slice(0, 1))
      return [...(await pairs.reduceByKeyLocally((a, b) => a + b))]
    },
    expected: (input) =>
      reduceByKey(
        input.map(([key, value]) => [key, (typeof value).slice(0, 1)] as const),
        (a, b) => a + b,
      ),
  },
  {
    name: 'collectAsMap keeps the last value of each key',
    of: ['collectAsMap'],
    over: 'pairs',
    order: 'any',
    run: async (ctx, input, n) => [...(await ctx.parallelize(input, n).collectAsMap())],
    expected: (input) => groupByKey(input).map(([key, all]) => [key, all.at(-1)]),
  },
]
