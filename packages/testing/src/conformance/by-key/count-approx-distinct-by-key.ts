import { groupByKey } from '../../oracle/by-key.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'countApproxDistinctByKey is within one of few values',
    of: ['countApproxDistinctByKey'],
    over: 'pairs',
    order: 'any',
    run(ctx, input, n) {
      const pairs = ctx.parallelize(input, n)
      const spread = pairs.partitionBy(3)
      const exact = pairs
        .distinct()
        .mapValues(() => 1)
        .reduceByKey((a, b) => a + b)
      return pairs
        .countApproxDistinctByKey(0.01)
        .cogroup(spread.countApproxDistinctByKey(0.01), exact)
        .mapValues(([here, there, [count = 0]]) => [...here, ...there].map((x) => Math.abs(x - count) <= 1))
        .collect()
    },
    expected: (input) => groupByKey(input).map(([key]) => [key, [true, true]]),
  },
]
