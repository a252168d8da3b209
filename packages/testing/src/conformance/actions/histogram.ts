import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'histogram over given buckets, even and not',
    of: ['histogram'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).map((x) => x / 2)
      return [await rdd.histogram([-4, -2, 0, 2, 4]), await rdd.histogram([-3, 0, 0.5, 100])]
    },
    expected: (input) =>
      [
        [-4, -2, 0, 2, 4],
        [-3, 0, 0.5, 100],
      ].map((ends) => [
        ends,
        bucketCounts(
          input.map((x) => x / 2),
          ends,
        ),
      ]),
  },
  {
    name: 'histogram of equal buckets',
    of: ['histogram'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize([-8, 8, ...input], n).histogram(4),
    expected: (input) => {
      const [least, greatest] = [Math.min(-8, ...input), Math.max(8, ...input)]
      const width = (greatest - least) / 4
      const ends = [least, least + width, least + 2 * width, least + 3 * width, greatest]
      return [ends, bucketCounts([-8, 8, ...input], ends)]
    },
  },
]

function bucketCounts(numbers: readonly number[], ends: readonly number[]): number[] {
  return ends.slice(1).map((end, i) => {
    const isLast = i === ends.length - 2
    const start = ends[i] ?? 0
    return numbers.filter((x) => x >= start && (x < end || (isLast && x === end))).length
  })
}
