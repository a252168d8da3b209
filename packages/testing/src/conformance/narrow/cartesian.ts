import { cut } from '../../oracle/cut.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'cartesian, with cached sides and a union',
    of: ['cartesian'],
    over: 'numbers',
    order: 'any',
    async run(ctx, input, n) {
      const left = ctx.parallelize(input, n).cache()
      const right = ctx
        .parallelize(['a', 'b'], 2)
        .union(ctx.parallelize(['c'], 1))
        .cache()
      await Promise.all([left.count(), right.count()])
      return left.cartesian(right).collect()
    },
    expected: (input) => input.flatMap((x) => ['a', 'b', 'c'].map((letter) => [x, letter])),
  },
  {
    name: 'cartesian with itself, in order of the partitions',
    of: ['cartesian'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).cartesian(ctx.parallelize(input, n)).glom().collect(),
    expected(input, n) {
      const parts = cut(input, n)
      return parts.flatMap((left) => parts.map((right) => left.flatMap((x) => right.map((y) => [x, y]))))
    },
  },
]
