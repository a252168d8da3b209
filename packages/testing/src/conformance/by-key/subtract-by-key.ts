import { has, otherSide } from './oracle.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'subtractByKey',
    of: ['subtractByKey'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .subtractByKey(ctx.parallelize(otherSide(input), 2))
        .collect(),
    expected: (input) => input.filter(([key]) => !has(otherSide(input), key)),
  },
  {
    name: 'subtractByKey of sides that are spread alike',
    of: ['subtractByKey'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .partitionBy(3)
        .subtractByKey(ctx.parallelize(otherSide(input), 2).partitionBy(3))
        .collect(),
    expected: (input) => input.filter(([key]) => !has(otherSide(input), key)),
  },
]
