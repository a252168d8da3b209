import { sameKey } from '../../oracle/same-key.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'lookup, with and without a partitioner',
    of: ['lookup'],
    over: 'pairs',
    order: 'ordered',
    async run(ctx, input, n) {
      const [key] = input[0] ?? ['none']
      const pairs = ctx.parallelize(input, n)
      const ways = [
        pairs,
        pairs.partitionBy(4),
        pairs.partitionBy(3, (k) => String(k).length),
        pairs.sortByKey({ partitions: 3 }),
        pairs.sortByKey({ partitions: 3, ascending: false }),
      ]
      return Promise.all(ways.map((rdd) => rdd.lookup(key)))
    },
    expected: (input) =>
      Array.from({ length: 5 }, () =>
        input.filter(([key]) => sameKey(key, input[0]?.[0])).map(([, value]) => value),
      ),
  },
]
