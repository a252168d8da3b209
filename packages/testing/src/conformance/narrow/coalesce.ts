import { cut } from '../../oracle/cut.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'coalesce makes runs of partitions, and no more than there are',
    of: ['coalesce'],
    over: 'numbers',
    order: 'ordered',
    run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).map((x) => x + 1)
      return Promise.all([rdd.coalesce(2).glom().collect(), rdd.coalesce(99).glom().collect()])
    },
    expected(input, n) {
      const parts = cut(
        input.map((x) => x + 1),
        n,
      )
      const half = Math.floor(n / 2)
      const halves = n === 1 ? parts : [parts.slice(0, half).flat(), parts.slice(half).flat()]
      return [halves, parts]
    },
  },
  {
    name: 'coalesce of a cached union',
    of: ['coalesce'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      const all = rdd
        .map((x) => x + 1)
        .union(rdd)
        .cache()
      await all.count()
      return all.coalesce(3).collect()
    },
    expected: (input) => [...input.map((x) => x + 1), ...input],
  },
]
