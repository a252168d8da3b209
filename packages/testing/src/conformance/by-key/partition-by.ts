import { add } from '../tasks.ts'
import { reduceByKey } from '../../oracle/by-key.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'partitionBy keeps every pair',
    of: ['partitionBy'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) => ctx.parallelize(input, n).partitionBy(4).collect(),
    expected: (input) => input,
  },
  {
    name: 'partitionBy, then reduceByKey without another shuffle',
    of: ['partitionBy'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .map(([key]) => [key, 1])
        .partitionBy(3)
        .reduceByKey((a, b) => a + b)
        .collect(),
    expected: (input) =>
      reduceByKey(
        input.map(([key]) => [key, 1] as const),
        add,
      ),
  },
]
