import type { RDD } from '@atomic-ts/core'
import type { Context } from '@atomic-ts/runtime'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'join',
    of: ['join'],
    order: 'any',
    run: (ctx, n) =>
      pairs(ctx, n, [
        ['a', 1],
        ['b', 4],
      ])
        .join(
          pairs(ctx, n, [
            ['a', 2],
            ['a', 3],
          ]),
        )
        .collect(),
    expected: () => [
      ['a', [1, 2]],
      ['a', [1, 3]],
    ],
  },
  {
    name: 'leftOuterJoin',
    of: ['leftOuterJoin'],
    order: 'any',
    run: (ctx, n) =>
      pairs(ctx, n, [
        ['a', 1],
        ['b', 4],
      ])
        .leftOuterJoin(pairs(ctx, n, [['a', 2]]))
        .collect(),
    expected: () => [
      ['a', [1, 2]],
      ['b', [4, undefined]],
    ],
  },
  {
    name: 'rightOuterJoin',
    of: ['rightOuterJoin'],
    order: 'any',
    run: (ctx, n) =>
      pairs(ctx, n, [['a', 2]])
        .rightOuterJoin(
          pairs(ctx, n, [
            ['a', 1],
            ['b', 4],
          ]),
        )
        .collect(),
    expected: () => [
      ['a', [2, 1]],
      ['b', [undefined, 4]],
    ],
  },
  {
    name: 'fullOuterJoin',
    of: ['fullOuterJoin'],
    order: 'any',
    run: (ctx, n) =>
      pairs(ctx, n, [
        ['a', 1],
        ['b', 4],
      ])
        .fullOuterJoin(
          pairs(ctx, n, [
            ['a', 2],
            ['c', 8],
          ]),
        )
        .collect(),
    expected: () => [
      ['a', [1, 2]],
      ['b', [4, undefined]],
      ['c', [undefined, 8]],
    ],
  },
  {
    name: 'cogroup',
    of: ['cogroup'],
    order: 'any',
    run: (ctx, n) =>
      pairs(ctx, n, [
        ['a', 1],
        ['b', 4],
      ])
        .cogroup(pairs(ctx, n, [['a', 2]]))
        .collect(),
    expected: () => [
      ['a', [[1], [2]]],
      ['b', [[4], []]],
    ],
  },
  {
    name: 'groupWith',
    of: ['groupWith'],
    order: 'any',
    run: (ctx, n) =>
      pairs(ctx, n, [
        ['a', 5],
        ['b', 6],
      ])
        .groupWith(
          pairs(ctx, n, [
            ['a', 1],
            ['b', 4],
          ]),
          pairs(ctx, n, [['a', 2]]),
          pairs(ctx, n, [['b', 42]]),
        )
        .collect(),
    expected: () => [
      ['a', [[5], [1], [2], []]],
      ['b', [[6], [4], [], [42]]],
    ],
  },
  {
    name: 'subtract',
    of: ['subtract'],
    order: 'any',
    run: (ctx, n) =>
      pairs(ctx, n, [
        ['a', 1],
        ['b', 4],
        ['b', 5],
        ['a', 3],
      ])
        .subtract(
          pairs(ctx, n, [
            ['a', 3],
            ['c', 0],
          ]),
        )
        .collect(),
    expected: () => [
      ['a', 1],
      ['b', 4],
      ['b', 5],
    ],
  },
  {
    name: 'subtractByKey',
    of: ['subtractByKey'],
    order: 'any',
    run: (ctx, n) =>
      pairs(ctx, n, [
        ['a', 1],
        ['b', 4],
        ['b', 5],
        ['a', 2],
      ])
        .subtractByKey(
          pairs(ctx, n, [
            ['a', 3],
            ['c', 0],
          ]),
        )
        .collect(),
    expected: () => [
      ['b', 4],
      ['b', 5],
    ],
  },
]

function pairs(ctx: Context, n: number, rows: [string, number][]): RDD<[string, number]> {
  return ctx.parallelize(rows, n)
}
