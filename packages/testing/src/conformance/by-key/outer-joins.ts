import { join } from '../../oracle/by-key.ts'
import { onlyLeft, onlyRight, otherSide } from './oracle.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'leftOuterJoin',
    of: ['leftOuterJoin'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .leftOuterJoin(ctx.parallelize(otherSide(input), 2))
        .collect(),
    expected: (input) => [...join(input, otherSide(input)), ...onlyLeft(input, otherSide(input))],
  },
  {
    name: 'rightOuterJoin',
    of: ['rightOuterJoin'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .rightOuterJoin(ctx.parallelize(otherSide(input), 2), 3)
        .collect(),
    expected: (input) => [...join(input, otherSide(input)), ...onlyRight(input, otherSide(input))],
  },
  {
    name: 'fullOuterJoin',
    of: ['fullOuterJoin'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .partitionBy(3)
        .fullOuterJoin(ctx.parallelize(otherSide(input), 2))
        .collect(),
    expected: (input) => [
      ...join(input, otherSide(input)),
      ...onlyLeft(input, otherSide(input)),
      ...onlyRight(input, otherSide(input)),
    ],
  },
]
