import { cut } from '../../oracle/cut.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'zipWithIndex after a filter, a move and a sort',
    of: ['zipWithIndex'],
    over: 'numbers',
    order: 'ordered',
    run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      return Promise.all([
        rdd
          .filter((x) => x > 0)
          .zipWithIndex()
          .collect(),
        rdd
          .union(rdd)
          .zipWithIndex()
          .mapPartitions((records) => [...records])
          .collect(),
        rdd
          .sortBy((x) => x)
          .zipWithIndex()
          .sortBy(([, i]) => i, { ascending: false })
          .collect(),
      ])
    },
    expected: (input) => [
      input.filter((x) => x > 0).map((x, i) => [x, i]),
      [...input, ...input].map((x, i) => [x, i]),
      input
        .toSorted((a, b) => a - b)
        .map((x, i) => [x, i])
        .toReversed(),
    ],
  },
  {
    name: 'zipWithUniqueId',
    of: ['zipWithUniqueId'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).zipWithUniqueId().collect(),
    expected: (input, n) => cut(input, n).flatMap((part, k) => part.map((x, i) => [x, i * n + k])),
  },
]
