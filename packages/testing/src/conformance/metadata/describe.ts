import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'id, name and setName',
    of: ['id', 'name', 'setName'],
    order: 'ordered',
    async run(ctx, n) {
      const rdd = ctx.range(0, 3, { partitions: n })
      const mapped = rdd.map((x) => x)
      const before = mapped.name
      return [rdd.id !== mapped.id, rdd.id === rdd.id, before, mapped.setName('numbers').name, rdd.name]
    },
    expected: () => [true, true, undefined, 'numbers', undefined],
  },
  {
    name: 'getNumPartitions after operations that keep them, add them up, multiply them and choose them',
    of: ['getNumPartitions'],
    order: 'ordered',
    async run(ctx, n) {
      const rdd = ctx.range(0, 9, { partitions: n })
      return [
        rdd.map((x) => x).getNumPartitions(),
        rdd.union(rdd, rdd).getNumPartitions(),
        rdd.cartesian(rdd).getNumPartitions(),
        rdd.repartition(5).getNumPartitions(),
        rdd.coalesce(2).getNumPartitions(),
        rdd
          .keyBy((x) => x)
          .groupByKey()
          .getNumPartitions(),
        ctx.emptyRDD().getNumPartitions(),
      ]
    },
    expected: (n) => [n, 3 * n, n * n, 5, Math.min(2, n), n, 0],
  },
  {
    name: 'partitioner is known after a spread by key, kept with the keys and lost with them',
    of: ['partitioner'],
    order: 'ordered',
    async run(ctx, n) {
      const pairs = ctx.range(0, 9, { partitions: n }).keyBy((x) => x % 3)
      const spread = pairs.partitionBy(4)
      return [
        pairs.partitioner,
        spread.partitioner,
        spread.mapValues((x) => x + 1).filter(() => true).partitioner,
        spread.map(([key, x]) => [key, x]).partitioner,
        pairs.sortByKey({ partitions: 2 }).partitioner?.kind,
      ]
    },
    expected: () => [
      undefined,
      { kind: 'hash', partitions: 4 },
      { kind: 'hash', partitions: 4 },
      undefined,
      'range',
    ],
  },
  {
    name: 'toDebugString has a line for each step, and names',
    of: ['toDebugString'],
    order: 'ordered',
    async run(ctx, n) {
      const rdd = ctx
        .range(0, 9, { partitions: n })
        .keyBy((x) => x % 3)
        .setName('by remainder')
        .groupByKey()
      const text = rdd.toDebugString()
      return ['range', 'keyBy', 'by remainder', 'groupByKey'].map((word) => text.includes(word))
    },
    expected: () => [true, true, true, true],
  },
]
