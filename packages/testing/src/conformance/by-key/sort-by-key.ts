import { counted } from './oracle.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'sortByKey',
    of: ['sortByKey'],
    over: 'pairs',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .map(([, value]) => [typeof value === 'number' ? value : (typeof value).length, 0])
        .sortByKey({ partitions: n })
        .map(([key]) => key)
        .collect(),
    expected: (input) =>
      input
        .map(([, value]) => (typeof value === 'number' ? value : (typeof value).length))
        .toSorted((a, b) => (Number.isNaN(a) ? (Number.isNaN(b) ? 0 : 1) : Number.isNaN(b) ? -1 : a - b)),
  },
  {
    name: 'sortByKey, descending, equal keys in order',
    of: ['sortByKey'],
    over: 'pairs',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(
          input.map(([, value], i) => [typeof value, i] as const),
          n,
        )
        .sortByKey({ ascending: false, partitions: 3 })
        .collect(),
    expected: (input) =>
      input
        .map(([, value], i) => [typeof value, i] as const)
        .toSorted(([a], [b]) => (a < b ? 1 : a > b ? -1 : 0)),
  },
  {
    name: 'sortByKey by a function of the key',
    of: ['sortByKey'],
    over: 'pairs',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(
          input.map(([key], i) => [key, i] as const),
          n,
        )
        .sortByKey({ by: (key) => typeof key, ascending: false, partitions: 3 })
        .collect(),
    expected: (input) =>
      input
        .map(([key], i) => [key, i] as const)
        .toSorted(([a], [b]) => (typeof a < typeof b ? 1 : typeof a > typeof b ? -1 : 0)),
  },
  {
    name: 'sortByKey by a function, then an operation by key',
    of: ['sortByKey'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .sortByKey({ by: (key) => String(key).length, partitions: 3 })
        .groupByKey()
        .mapValues((group) => group.length)
        .collect(),
    expected: (input) => counted(input),
  },
  {
    name: 'repartitionAndSortWithinPartitions by a function',
    of: ['repartitionAndSortWithinPartitions'],
    over: 'pairs',
    order: 'ordered',
    async run(ctx, input, n) {
      const pairs = ctx.parallelize(
        input.map(([key], i) => [String(key), i] as const),
        n,
      )
      return pairs
        .repartitionAndSortWithinPartitions(2, (key) => key.length, { ascending: false })
        .mapPartitions((records) => [[...records].map(([key, i]): [string, number] => [key, i])])
        .collect()
    },
    expected: (input) =>
      [0, 1].map((partition) =>
        input
          .map(([key], i): [string, number] => [String(key), i])
          .filter(([key]) => key.length % 2 === partition)
          .toSorted(([a], [b]) => (a < b ? 1 : a > b ? -1 : 0)),
      ),
  },
]
