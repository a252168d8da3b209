import type { RDD } from '@atomic-ts/core'
import type { Context } from '@atomic-ts/runtime'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'reduceByKey',
    of: ['reduceByKey'],
    order: 'any',
    run: (ctx, n) =>
      pairs(ctx, n, [
        ['a', 1],
        ['b', 1],
        ['a', 1],
      ])
        .reduceByKey((a, b) => a + b)
        .collect(),
    expected: () => [
      ['a', 2],
      ['b', 1],
    ],
  },
  {
    name: 'reduceByKeyLocally',
    of: ['reduceByKeyLocally'],
    order: 'any',
    run: (ctx, n) =>
      pairs(ctx, n, [
        ['a', 1],
        ['b', 1],
        ['a', 1],
      ])
        .reduceByKeyLocally((a, b) => a + b)
        .then((all) => [...all]),
    expected: () => [
      ['a', 2],
      ['b', 1],
    ],
  },
  {
    name: 'foldByKey',
    of: ['foldByKey'],
    order: 'any',
    run: (ctx, n) =>
      pairs(ctx, n, [
        ['a', 1],
        ['b', 1],
        ['a', 1],
      ])
        .foldByKey(0, (a, b) => a + b)
        .collect(),
    expected: () => [
      ['a', 2],
      ['b', 1],
    ],
  },
  {
    name: 'aggregateByKey',
    of: ['aggregateByKey'],
    order: 'any',
    run: (ctx, n) =>
      pairs(ctx, n, [
        ['a', 1],
        ['b', 1],
        ['a', 2],
      ])
        .aggregateByKey(
          [0, 0],
          ([sum, count], x) => [sum + x, count + 1],
          (a, b) => [a[0] + b[0], a[1] + b[1]],
        )
        .collect(),
    expected: () => [
      ['a', [3, 2]],
      ['b', [1, 1]],
    ],
  },
  {
    name: 'combineByKey',
    of: ['combineByKey'],
    order: 'any',
    run: (ctx, n) =>
      pairs(ctx, n, [
        ['a', 1],
        ['b', 1],
        ['a', 2],
      ])
        .combineByKey(
          (x) => ({ all: [x] }),
          ({ all }, x) => ({ all: [...all, x] }),
          (a, b) => ({ all: [...a.all, ...b.all] }),
        )
        .collect(),
    expected: () => [
      ['a', { all: [1, 2] }],
      ['b', { all: [1] }],
    ],
  },
  {
    name: 'groupByKey',
    of: ['groupByKey'],
    order: 'any',
    run: (ctx, n) =>
      pairs(ctx, n, [
        ['a', 1],
        ['b', 1],
        ['a', 2],
      ])
        .groupByKey()
        .mapValues((group) => [...group])
        .collect(),
    expected: () => [
      ['a', [1, 2]],
      ['b', [1]],
    ],
  },
  {
    name: 'countByKey',
    of: ['countByKey'],
    order: 'any',
    run: (ctx, n) =>
      pairs(ctx, n, [
        ['a', 1],
        ['b', 1],
        ['a', 1],
      ])
        .countByKey()
        .then((counts) => [...counts]),
    expected: () => [
      ['a', 2],
      ['b', 1],
    ],
  },
  {
    name: 'keys and values',
    of: ['keys', 'values'],
    order: 'ordered',
    run: (ctx, n) =>
      Promise.all([
        pairs(ctx, n, [
          ['a', 1],
          ['b', 4],
        ])
          .keys()
          .collect(),
        pairs(ctx, n, [
          ['a', 1],
          ['b', 4],
        ])
          .values()
          .collect(),
      ]),
    expected: () => [
      ['a', 'b'],
      [1, 4],
    ],
  },
  {
    name: 'sortByKey',
    of: ['sortByKey'],
    order: 'ordered',
    run: (ctx, n) =>
      pairs(ctx, n, [
        ['a', 1],
        ['b', 2],
        ['1', 3],
        ['d', 4],
        ['2', 5],
      ])
        .sortByKey({ partitions: 2 })
        .collect(),
    expected: () => [
      ['1', 3],
      ['2', 5],
      ['a', 1],
      ['b', 2],
      ['d', 4],
    ],
  },
  {
    name: 'lookup',
    of: ['lookup'],
    order: 'ordered',
    run: (ctx, n) =>
      Promise.all(
        [42, 1024].map((key) =>
          ctx
            .range(0, 1000, { partitions: 10 })
            .keyBy((x) => x)
            .sortByKey({ partitions: n })
            .lookup(key),
        ),
      ),
    expected: () => [[42], []],
  },
  {
    name: 'repartitionAndSortWithinPartitions',
    of: ['repartitionAndSortWithinPartitions'],
    order: 'ordered',
    run: (ctx, n) =>
      ctx
        .parallelize(
          [
            [0, 5],
            [3, 8],
            [2, 6],
            [0, 8],
            [3, 8],
            [1, 3],
          ],
          n,
        )
        .repartitionAndSortWithinPartitions(2, (key) => key % 2)
        .glom()
        .collect(),
    expected: () => [
      [
        [0, 5],
        [0, 8],
        [2, 6],
      ],
      [
        [1, 3],
        [3, 8],
        [3, 8],
      ],
    ],
  },
  {
    name: 'flatMapValues',
    of: ['flatMapValues'],
    order: 'ordered',
    run: (ctx, n) =>
      pairs(ctx, n, [
        ['a', 3],
        ['b', 2],
      ])
        .flatMapValues((x) => Array.from({ length: x }, (_, i) => i))
        .collect(),
    expected: () => [
      ['a', 0],
      ['a', 1],
      ['a', 2],
      ['b', 0],
      ['b', 1],
    ],
  },
]

function pairs(ctx: Context, n: number, rows: [string, number][]): RDD<[string, number]> {
  return ctx.parallelize(rows, n)
}
