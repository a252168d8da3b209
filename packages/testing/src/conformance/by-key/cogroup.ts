import { cogroup, otherSide } from './oracle.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'cogroup of two',
    of: ['cogroup'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .cogroup(ctx.parallelize(otherSide(input), 2))
        .collect(),
    expected: (input) => cogroup(input, otherSide(input)),
  },
  {
    name: 'cogroup of three, of which one is spread already',
    of: ['cogroup'],
    over: 'pairs',
    order: 'any',
    run(ctx, input, n) {
      const pairs = ctx.parallelize(input, n)
      return pairs.cogroup(ctx.parallelize(otherSide(input), 2).partitionBy(4), pairs, 4).collect()
    },
    expected: (input) => cogroup(input, otherSide(input), input),
  },
  {
    name: 'groupWith of four',
    of: ['groupWith'],
    over: 'pairs',
    order: 'any',
    run(ctx, input, n) {
      const pairs = ctx.parallelize(input, n)
      const there = ctx.parallelize(otherSide(input), 2)
      return pairs.groupWith(there, pairs, there).collect()
    },
    expected: (input) => cogroup(input, otherSide(input), input, otherSide(input)),
  },
]
