import { cut } from '../../oracle/cut.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'limitPartitions',
    of: ['limitPartitions'],
    over: 'numbers',
    order: 'ordered',
    run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      return Promise.all([
        rdd.limitPartitions(2).collect(),
        rdd
          .flatMap((x) => [x, x, x])
          .limitPartitions(4)
          .mapPartitions((records) => records)
          .collect(),
        rdd.limitPartitions(0).count(),
        ctx.range(0, input.length, { partitions: n }).limitPartitions(1).collect(),
      ])
    },
    expected: (input, n) => [
      cut(input, n).flatMap((part) => part.slice(0, 2)),
      cut(input, n).flatMap((part) => part.flatMap((x) => [x, x, x]).slice(0, 4)),
      0,
      cut(
        input.map((_, i) => i),
        n,
      ).flatMap((part) => part.slice(0, 1)),
    ],
  },
  {
    name: 'prunePartitions',
    of: ['prunePartitions'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .prunePartitions((i) => i % 2 === 1)
        .collect(),
    expected: (input, n) => cut(input, n).flatMap((part, i) => (i % 2 === 1 ? part : [])),
  },
]
