import { groupByKey } from '../../oracle/by-key.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'groupByKey keeps the order of the values',
    of: ['groupByKey'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .groupByKey(3)
        .mapValues((group) => [...group])
        .collect(),
    expected: (input) => groupByKey(input),
  },
]
