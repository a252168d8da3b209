import { cut } from '../../oracle/cut.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'zip of mapped RDDs, with a cached side',
    of: ['zip'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).map((x) => x + 1)
      rdd.cache()
      await rdd.count()
      return rdd
        .zip(rdd.map((x) => `${x}`))
        .zip(rdd)
        .collect()
    },
    expected: (input) => input.map((x) => [[x + 1, `${x + 1}`], x + 1]),
  },
  {
    name: 'zip of unions',
    of: ['zip'],
    over: 'numbers',
    order: 'ordered',
    run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      const left = rdd.union(rdd.map((x) => -x))
      const right = rdd.map((x) => x * 2).union(rdd.map((x) => x * 3))
      return left.zip(right).collect()
    },
    expected: (input) => [...input.map((x) => [x, x * 2]), ...input.map((x) => [-x, x * 3])],
  },
  {
    name: 'zipPartitions of two, three and four',
    of: ['zipPartitions'],
    over: 'numbers',
    order: 'ordered',
    run(ctx, input, n) {
      const a = ctx.parallelize(input, n)
      const b = a.filter((x) => x > 0)
      const c = a.flatMap((x) => [x, x])
      const d = ctx.range(0, input.length, { partitions: n })
      return Promise.all([
        a.zipPartitions(b, (as, bs) => [[[...as], [...bs]]]).collect(),
        a
          .zipPartitions(b, c, function* (as, bs, cs) {
            yield [...as].length
            yield [...bs].length
            yield [...cs].length
          })
          .collect(),
        a.zipPartitions(b, c, d, (...all) => all.map((each) => [...each].length)).collect(),
      ])
    },
    expected(input, n) {
      const parts = cut(input, n)
      const above = parts.map((part) => part.filter((x) => x > 0))
      return [
        parts.map((part, i) => [part, above[i]]),
        parts.flatMap((part, i) => [part.length, above[i]?.length, part.length * 2]),
        parts.flatMap((part, i) => [part.length, above[i]?.length, part.length * 2, part.length]),
      ]
    },
  },
]
