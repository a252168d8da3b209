import { groupByKey } from '../../oracle/by-key.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'combineByKey where combiners are no values',
    of: ['combineByKey'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .combineByKey(
          (value) => ({ all: [value] }),
          ({ all }, value) => ({ all: [...all, value] }),
          (a, b) => ({ all: [...a.all, ...b.all] }),
        )
        .collect(),
    expected: (input) => groupByKey(input).map(([key, all]) => [key, { all }]),
  },
  {
    name: 'combineByKey where nothing has to move',
    of: ['combineByKey'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .partitionBy(3)
        .combineByKey(
          (value) => ({ all: [value] }),
          ({ all }, value) => ({ all: [...all, value] }),
          (a, b) => ({ all: [...a.all, ...b.all] }),
        )
        .collect(),
    expected: (input) => groupByKey(input).map(([key, all]) => [key, { all }]),
  },
]
