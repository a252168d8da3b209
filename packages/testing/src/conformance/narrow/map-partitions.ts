import { double } from '../tasks.ts'
import { cut } from '../../oracle/cut.ts'
import type { Case } from '../case.ts'

/** @task */
function runningSums(records: Iterable<number>): number[] {
  let sum = 0
  return [...records].map((n) => (sum += n))
}

export const cases: readonly Case[] = [
  {
    name: 'mapPartitions with a generator',
    of: ['mapPartitions'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .map(double)
        .mapPartitions(function* (records) {
          for (const record of records) if (record > 0) yield record + 1
        })
        .collect(),
    expected: (input) =>
      input
        .map(double)
        .filter((x) => x > 0)
        .map((x) => x + 1),
  },
  {
    name: 'mapPartitionsTask sees whole partitions',
    of: ['mapPartitionsTask'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input) => ctx.parallelize(input, 1).mapPartitionsTask(runningSums).collect(),
    expected: (input) => runningSums(input),
  },
  {
    name: 'mapPartitionsWithIndex',
    of: ['mapPartitionsWithIndex'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .filter((x) => x !== 0)
        .mapPartitionsWithIndex(function* (index, records) {
          for (const record of records) yield [index, record]
        })
        .collect(),
    expected: (input, n) =>
      cut(input, n).flatMap((part, i) => part.filter((x) => x !== 0).map((x) => [i, x])),
  },
  {
    name: 'mapPartitionsWithIndex of a union, of its part, and after coalesce',
    of: ['mapPartitionsWithIndex'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      const indexed = rdd.mapPartitionsWithIndex((index, records) => [[index, [...records].length]])
      const plain = rdd.map((x): [number, number] => [x, x])
      return Promise.all([
        indexed.union(indexed).collect(),
        plain
          .union(plain)
          .mapPartitionsWithIndex((index, records) => [[index, [...records].length]])
          .collect(),
        plain.union(indexed).coalesce(2).collect(),
      ])
    },
    expected(input, n) {
      const parts = cut(input, n)
      const sizes = parts.map((part, i) => [i, part.length])
      return [
        [...sizes, ...sizes],
        [...parts, ...parts].map((part, i) => [i, part.length]),
        [...input.map((x) => [x, x]), ...sizes],
      ]
    },
  },
  {
    name: 'glom',
    of: ['glom'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).glom().collect(),
    expected: (input, n) => cut(input, n),
  },
  {
    name: 'glom of a range',
    of: ['glom'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.range(0, input.length, { partitions: n }).glom().collect(),
    expected: (input, n) =>
      cut(
        input.map((_, i) => i),
        n,
      ),
  },
]
