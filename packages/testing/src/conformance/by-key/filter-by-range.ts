import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'filterByRange, sorted and not',
    of: ['filterByRange'],
    over: 'pairs',
    order: 'ordered',
    async run(ctx, input, n) {
      const pairs = ctx.parallelize(
        input.map(([key], i) => [String(key), i] as const),
        n,
      )
      const sorted = pairs.sortByKey({ partitions: 4, ascending: false }).mapValues((i) => i)
      return [
        await pairs.filterByRange('1', 'a').collect(),
        await sorted.filterByRange('1', 'a').collect(),
        await sorted.filterByRange('a', '1').count(),
      ]
    },
    expected(input) {
      const within = input
        .map(([key], i): [string, number] => [String(key), i])
        .filter(([key]) => key >= '1' && key <= 'a')
      return [within, within.toSorted(([a], [b]) => (a < b ? 1 : a > b ? -1 : 0)), 0]
    },
  },
]
