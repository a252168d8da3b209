import { distinct } from '../../oracle/by-key.ts'
import { sameKey } from '../../oracle/same-key.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'intersection by value',
    of: ['intersection'],
    over: 'pairs',
    order: 'any',
    run(ctx, input, n) {
      const keys = ctx.parallelize(input, n).keys()
      return keys.intersection(ctx.parallelize(input.slice(3), 2).keys()).collect()
    },
    expected: (input) => distinct(input.slice(3).map(([key]) => key)),
  },
  {
    name: 'intersection of pairs',
    of: ['intersection'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .intersection(ctx.parallelize(input.slice(0, 9), 3), 4)
        .collect(),
    expected: (input) => distinct(input.slice(0, 9)),
  },
  {
    name: 'subtract keeps duplicates',
    of: ['subtract'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .keys()
        .subtract(ctx.parallelize(input.slice(0, 4), 3).keys(), 2)
        .collect(),
    expected(input) {
      const gone = input.slice(0, 4).map(([key]) => key)
      return input.map(([key]) => key).filter((key) => !gone.some((other) => sameKey(key, other)))
    },
  },
]
