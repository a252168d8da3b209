import { add } from '../tasks.ts'
import { distinct, join, reduceByKey } from '../../oracle/by-key.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'distinct',
    of: ['distinct'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .map(([key]) => key)
        .distinct(2)
        .collect(),
    expected: (input) => distinct(input.map(([key]) => key)),
  },
  {
    name: 'distinct, then operations by key',
    of: ['distinct'],
    over: 'pairs',
    order: 'any',
    run(ctx, input, n) {
      const once = ctx
        .parallelize(input, n)
        .map(([key, value]) => [key, typeof value] as const)
        .distinct()
      return once
        .mapValues(() => 1)
        .reduceByKey((a, b) => a + b)
        .join(once)
        .collect()
    },
    expected(input) {
      const once = distinct(input.map(([key, value]) => [key, typeof value] as const))
      const counts = reduceByKey(
        once.map(([key]) => [key, 1] as const),
        add,
      )
      return join(counts, once)
    },
  },
]
