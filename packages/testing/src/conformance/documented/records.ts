import type { RDD } from '@atomic-ts/core'
import type { Context } from '@atomic-ts/runtime'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'range',
    of: ['range'],
    order: 'ordered',
    run: (ctx, n) =>
      Promise.all([
        ctx.range(5).collect(),
        ctx.range(2, 4).collect(),
        ctx.range(1, 7, { step: 2, partitions: n }).collect(),
      ]),
    expected: () => [
      [0, 1, 2, 3, 4],
      [2, 3],
      [1, 3, 5],
    ],
  },
  {
    name: 'filter',
    of: ['filter'],
    order: 'ordered',
    run: (ctx, n) =>
      ctx
        .parallelize([1, 2, 3, 4, 5], n)
        .filter((x) => x % 2 === 0)
        .collect(),
    expected: () => [2, 4],
  },
  {
    name: 'flatMap',
    of: ['flatMap'],
    order: 'ordered',
    run: (ctx, n) =>
      ctx
        .parallelize([2, 3, 4], n)
        .flatMap((x) => Array.from({ length: x - 1 }, (_, i) => i + 1))
        .collect(),
    expected: () => [1, 1, 2, 1, 2, 3],
  },
  {
    name: 'glom',
    of: ['glom'],
    order: 'ordered',
    run: (ctx) => ctx.parallelize([1, 2, 3, 4], 2).glom().collect(),
    expected: () => [
      [1, 2],
      [3, 4],
    ],
  },
  {
    name: 'coalesce',
    of: ['coalesce'],
    order: 'ordered',
    run: (ctx) =>
      Promise.all([
        ctx.parallelize([1, 2, 3, 4, 5], 3).glom().collect(),
        ctx.parallelize([1, 2, 3, 4, 5], 3).coalesce(1).glom().collect(),
      ]),
    expected: () => [[[1], [2, 3], [4, 5]], [[1, 2, 3, 4, 5]]],
  },
  {
    name: 'mapPartitions',
    of: ['mapPartitions'],
    order: 'ordered',
    run: (ctx) =>
      ctx
        .parallelize([1, 2, 3, 4], 2)
        .mapPartitions((all) => [[...all].reduce((a, b) => a + b)])
        .collect(),
    expected: () => [3, 7],
  },
  {
    name: 'mapPartitionsWithIndex',
    of: ['mapPartitionsWithIndex'],
    order: 'ordered',
    run: (ctx) =>
      ctx
        .parallelize([1, 2, 3, 4], 4)
        .mapPartitionsWithIndex((i) => [i])
        .sum(),
    expected: () => 6,
  },
  {
    name: 'union',
    of: ['union'],
    order: 'ordered',
    run: (ctx, n) =>
      ctx
        .parallelize([1, 1, 2, 3], n)
        .union(ctx.parallelize([1, 1, 2, 3], n))
        .collect(),
    expected: () => [1, 1, 2, 3, 1, 1, 2, 3],
  },
  {
    name: 'cartesian',
    of: ['cartesian'],
    order: 'any',
    run: (ctx, n) =>
      ctx
        .parallelize([1, 2], n)
        .cartesian(ctx.parallelize([1, 2], n))
        .collect(),
    expected: () => [
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ],
  },
  {
    name: 'keyBy',
    of: ['keyBy'],
    order: 'ordered',
    run: (ctx, n) =>
      ctx
        .range(0, 3, { partitions: n })
        .keyBy((x) => x * x)
        .collect(),
    expected: () => [
      [0, 0],
      [1, 1],
      [4, 2],
    ],
  },
  {
    name: 'zip',
    of: ['zip'],
    order: 'ordered',
    run: (ctx, n) =>
      ctx
        .range(0, 5, { partitions: n })
        .zip(ctx.range(1000, 1005, { partitions: n }))
        .collect(),
    expected: () => [
      [0, 1000],
      [1, 1001],
      [2, 1002],
      [3, 1003],
      [4, 1004],
    ],
  },
  {
    name: 'zipWithIndex',
    of: ['zipWithIndex'],
    order: 'ordered',
    run: (ctx, n) => ctx.parallelize(['a', 'b', 'c', 'd'], n).zipWithIndex().collect(),
    expected: () => [
      ['a', 0],
      ['b', 1],
      ['c', 2],
      ['d', 3],
    ],
  },
  {
    name: 'zipWithUniqueId',
    of: ['zipWithUniqueId'],
    order: 'ordered',
    run: (ctx) => ctx.parallelize(['a', 'b', 'c', 'd', 'e'], 3).zipWithUniqueId().collect(),
    expected: () => [
      ['a', 0],
      ['b', 1],
      ['c', 4],
      ['d', 2],
      ['e', 5],
    ],
  },
  {
    name: 'pipe',
    of: ['pipe'],
    order: 'ordered',
    run: (ctx, n) => ctx.parallelize(['1', '2', '', '3'], n).pipe('cat').collect(),
    expected: () => ['1', '2', '', '3'],
  },
  {
    name: 'distinct',
    of: ['distinct'],
    order: 'any',
    run: (ctx, n) => ctx.parallelize([1, 1, 2, 3], n).distinct().collect(),
    expected: () => [1, 2, 3],
  },
  {
    name: 'intersection',
    of: ['intersection'],
    order: 'any',
    run: (ctx, n) =>
      ctx
        .parallelize([1, 10, 2, 3, 4, 5], n)
        .intersection(ctx.parallelize([1, 6, 2, 3, 7, 8], n))
        .collect(),
    expected: () => [1, 2, 3],
  },
  {
    name: 'groupBy',
    of: ['groupBy'],
    order: 'any',
    run: (ctx, n) =>
      ctx
        .parallelize([1, 1, 2, 3, 5, 8], n)
        .groupBy((x) => x % 2)
        .mapValues((group) => [...group])
        .collect(),
    expected: () => [
      [0, [2, 8]],
      [1, [1, 1, 3, 5]],
    ],
  },
  {
    name: 'sortBy',
    of: ['sortBy'],
    order: 'ordered',
    run: (ctx, n) =>
      Promise.all([
        letters(ctx, n)
          .sortBy(([key]) => key)
          .collect(),
        letters(ctx, n)
          .sortBy(([, x]) => x)
          .collect(),
      ]),
    expected: () => [
      [
        ['1', 3],
        ['2', 5],
        ['a', 1],
        ['b', 2],
        ['d', 4],
      ],
      [
        ['a', 1],
        ['b', 2],
        ['1', 3],
        ['d', 4],
        ['2', 5],
      ],
    ],
  },
]

function letters(ctx: Context, n: number): RDD<[string, number]> {
  const rows: [string, number][] = [
    ['a', 1],
    ['b', 2],
    ['1', 3],
    ['d', 4],
    ['2', 5],
  ]
  return ctx.parallelize(rows, n)
}
