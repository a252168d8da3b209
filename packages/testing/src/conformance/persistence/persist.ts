import { StorageLevel } from '@atomic-ts/core'
import type { Case } from '../case.ts'

const levels = Object.entries(StorageLevel)

export const cases: readonly Case[] = [
  ...levels.map(([name, level]): Case => ({
    name: `persist(${name}): the same records, in whatever form they are kept`,
    of: ['persist', 'unpersist', 'getStorageLevel'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx
        .parallelize(input, n)
        .map((x) => [`key ${x % 3}`, x, x % 2 === 0 ? null : { half: x / 2, none: undefined }])
        .persist(level)
      const [a, b] = [await rdd.collect(), await rdd.map((record) => record).collect()]
      const { useDisk } = rdd.getStorageLevel()
      await rdd.unpersist({ blocking: true })
      return [a, b, await rdd.collect(), useDisk === level.useDisk, rdd.getStorageLevel().useMemory]
    },
    expected(input) {
      const all = input.map((x) => [`key ${x % 3}`, x, x % 2 === 0 ? null : { half: x / 2, none: undefined }])
      return [all, all, all, true, false]
    },
  })),
  ...levels.map(([name, level]): Case => ({
    name: `persist(${name}) of columns: what is sorted, joined and counted of them`,
    of: ['persist'],
    over: 'numbers',
    order: 'any',
    async run(ctx, input, n) {
      const pairs = ctx
        .parallelize(input, n)
        .map((x): [number, number] => [x % 5, x])
        .partitionBy(n)
        .persist(level)
      const sums = await pairs
        .reduceByKey((a, b) => a + b)
        .sortByKey()
        .collect()
      const joined = await pairs.join(pairs).count()
      return [
        sums,
        joined,
        await pairs.count(),
        (
          await pairs
            .values()
            .sortBy((x) => x)
            .collect()
        )[0],
      ]
    },
    expected(input) {
      const sums = new Map<number, number>()
      const counts = new Map<number, number>()
      for (const x of input) {
        sums.set(x % 5, (sums.get(x % 5) ?? 0) + x)
        counts.set(x % 5, (counts.get(x % 5) ?? 0) + 1)
      }
      const joined = [...counts.values()].reduce((sum, count) => sum + count * count, 0)
      return [
        [...sums].toSorted(([a], [b]) => a - b),
        joined,
        input.length,
        input.toSorted((a, b) => a - b)[0],
      ]
    },
  })),
  {
    name: 'what is kept of an RDD is known, until it is not',
    of: ['getRDDStorageInfo', 'getPersistentRDDs', 'unpersist'],
    order: 'ordered',
    async run(ctx, n) {
      const rdd = ctx
        .range(0, 9, { partitions: n })
        .map((x) => x)
        .setName('kept')
        .persist(StorageLevel.DISK_ONLY)
      const count = await ctx.getPersistentRDDs().get(rdd.id)?.count()
      const found = ctx.getRDDStorageInfo().find(({ id }) => id === rdd.id)
      await rdd.unpersist({ blocking: true })
      const isThere = ctx.getRDDStorageInfo().some(({ id }) => id === rdd.id)
      return [count, found?.name, found?.numCachedPartitions, found?.memSize, isThere]
    },
    expected: (n) => [9, 'kept', n, 0, false],
  },
]
