import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'sortBy, ascending and descending, is stable',
    of: ['sortBy'],
    over: 'numbers',
    order: 'ordered',
    run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).zipWithIndex()
      return Promise.all([
        rdd.sortBy(([x]) => [Math.abs(x) % 4, 'a']).collect(),
        rdd.sortBy(([x]) => x, { ascending: false, partitions: 3 }).collect(),
      ])
    },
    expected(input) {
      const rows = input.map((x, i): [number, number] => [x, i])
      return [
        rows.toSorted(([a], [b]) => (Math.abs(a) % 4) - (Math.abs(b) % 4)),
        rows.toSorted(([a], [b]) => b - a),
      ]
    },
  },
]
