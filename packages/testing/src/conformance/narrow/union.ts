import { add } from '../tasks.ts'
import { distinct, reduceByKey } from '../../oracle/by-key.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'union',
    of: ['union'],
    over: 'numbers',
    order: 'ordered',
    run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      return rdd
        .map((x) => x + 1)
        .union(
          rdd.filter((x) => x > 0),
          rdd,
        )
        .collect()
    },
    expected: (input) => [...input.map((x) => x + 1), ...input.filter((x) => x > 0), ...input],
  },
  {
    name: 'union, then a shuffle',
    of: ['union'],
    over: 'numbers',
    order: 'any',
    run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).keyBy((x) => x % 2)
      return rdd.union(rdd).reduceByKey(add).collect()
    },
    expected: (input) =>
      reduceByKey(
        [...input, ...input].map((x) => [x % 2, x] as const),
        add,
      ),
  },
  {
    name: 'union of RDDs that are spread alike joins without a move',
    of: ['union'],
    over: 'numbers',
    order: 'any',
    async run(ctx, input, n) {
      const pairs = ctx.parallelize(input, n).map((x) => [x % 3, x])
      const left = pairs.partitionBy(4)
      const all = left.union(pairs.mapValues((x) => -x).partitionBy(4))
      const sums = all.reduceByKey((a, b) => a + b)
      return [...(await all.collect()), ...(await sums.collect()), all.getNumPartitions(), all.partitioner]
    },
    expected(input) {
      const pairs = input.map((x) => [x % 3, x])
      const keys = distinct(pairs.map(([key]) => key))
      return [
        ...pairs,
        ...pairs.map(([key, x]) => [key, -Number(x)]),
        ...keys.map((key) => [key, 0]),
        4,
        { kind: 'hash', partitions: 4 },
      ]
    },
  },
  {
    name: 'union of a context, and an empty RDD',
    of: ['union', 'emptyRDD', 'makeRDD'],
    over: 'numbers',
    order: 'ordered',
    run(ctx, input, n) {
      const rdd = ctx.makeRDD(input, n)
      return Promise.all([
        ctx.union([rdd, ctx.emptyRDD(), rdd.map((x) => `${x}`)]).collect(),
        ctx.union([]).count(),
      ])
    },
    expected: (input) => [[...input, ...input.map((x) => `${x}`)], 0],
  },
]
