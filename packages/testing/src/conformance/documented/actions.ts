import type { RDD } from '@atomic-ts/core'
import type { Context } from '@atomic-ts/runtime'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'aggregate',
    of: ['aggregate'],
    order: 'ordered',
    run: (ctx, n) =>
      ctx.parallelize([1, 2, 3, 4], n).aggregate(
        [0, 0],
        ([sum, count], x) => [sum + x, count + 1],
        (a, b) => [a[0] + b[0], a[1] + b[1]],
      ),
    expected: () => [10, 4],
  },
  {
    name: 'treeAggregate',
    of: ['treeAggregate'],
    order: 'ordered',
    run: (ctx, n) =>
      ctx.parallelize([-5, -4, -3, -2, -1, 1, 2, 3, 4], 10).treeAggregate(
        0,
        (a, b) => a + b,
        (a, b) => a + b,
        { depth: n },
      ),
    expected: () => -5,
  },
  {
    name: 'fold',
    of: ['fold'],
    order: 'ordered',
    run: (ctx, n) => ctx.parallelize([1, 2, 3, 4, 5], n).fold(0, (a, b) => a + b),
    expected: () => 15,
  },
  {
    name: 'reduce',
    of: ['reduce'],
    order: 'ordered',
    run: (ctx, n) => ctx.parallelize([1, 2, 3, 4, 5], n).reduce((a, b) => a + b),
    expected: () => 15,
  },
  {
    name: 'treeReduce',
    of: ['treeReduce'],
    order: 'ordered',
    run: (ctx, n) =>
      ctx.parallelize([-5, -4, -3, -2, -1, 1, 2, 3, 4], 10).treeReduce((a, b) => a + b, { depth: n }),
    expected: () => -5,
  },
  {
    name: 'countByValue',
    of: ['countByValue'],
    order: 'any',
    run: (ctx, n) =>
      ctx
        .parallelize([1, 2, 1, 2, 2], n)
        .countByValue()
        .then((counts) => [...counts]),
    expected: () => [
      [1, 2],
      [2, 3],
    ],
  },
  {
    name: 'histogram',
    of: ['histogram'],
    order: 'ordered',
    run: (ctx, n) =>
      Promise.all([
        ctx.range(0, 51, { partitions: n }).histogram(2),
        ctx.range(0, 51, { partitions: n }).histogram([0, 5, 25, 50]),
        ctx.range(0, 51, { partitions: n }).histogram([0, 15, 30, 45, 60]),
      ]),
    expected: () => [
      [
        [0, 25, 50],
        [25, 26],
      ],
      [
        [0, 5, 25, 50],
        [5, 20, 26],
      ],
      [
        [0, 15, 30, 45, 60],
        [15, 15, 15, 6],
      ],
    ],
  },
  {
    name: 'max and min',
    of: ['max', 'min'],
    order: 'ordered',
    run: (ctx, n) =>
      Promise.all([
        ctx.parallelize([1, 5, 43, 10], n).max(),
        ctx.parallelize([1, 5, 43, 10], n).max(String),
        ctx.parallelize([2, 5, 43, 10], n).min(),
        ctx.parallelize([2, 5, 43, 10], n).min(String),
      ]),
    expected: () => [43, 5, 2, 10],
  },
  {
    name: 'sum, mean and the variances',
    of: ['sum', 'mean', 'variance', 'sampleVariance'],
    order: 'ordered',
    run: (ctx, n) =>
      Promise.all([
        numbers(ctx, n).sum(),
        numbers(ctx, n).mean(),
        numbers(ctx, n)
          .variance()
          .then((x) => x.toFixed(3)),
        numbers(ctx, n).sampleVariance(),
      ]),
    expected: () => [6, 2, '0.667', 1],
  },
  {
    name: 'stdev',
    of: ['stdev', 'sampleStdev'],
    order: 'ordered',
    run: (ctx, n) =>
      Promise.all([
        numbers(ctx, n)
          .stdev()
          .then((x) => x.toFixed(3)),
        numbers(ctx, n).sampleStdev(),
      ]),
    expected: () => ['0.816', 1],
  },
  {
    name: 'take',
    of: ['take'],
    order: 'ordered',
    run: (ctx, n) =>
      Promise.all([
        ctx.parallelize([2, 3, 4, 5, 6], n).take(2),
        ctx.parallelize([2, 3, 4, 5, 6], n).take(10),
        ctx
          .range(0, 100, { partitions: 100 })
          .filter((x) => x > 90)
          .take(3),
      ]),
    expected: () => [
      [2, 3],
      [2, 3, 4, 5, 6],
      [91, 92, 93],
    ],
  },
  {
    name: 'takeOrdered',
    of: ['takeOrdered'],
    order: 'ordered',
    run: (ctx, n) =>
      Promise.all([
        ctx.parallelize([10, 1, 2, 9, 3, 4, 5, 6, 7], n).takeOrdered(6),
        ctx.parallelize([10, 1, 2, 9, 3, 4, 5, 6, 7], n).takeOrdered(6, (x) => -x),
      ]),
    expected: () => [
      [1, 2, 3, 4, 5, 6],
      [10, 9, 7, 6, 5, 4],
    ],
  },
  {
    name: 'top',
    of: ['top'],
    order: 'ordered',
    run: (ctx, n) =>
      Promise.all([
        ctx.parallelize([10, 4, 2, 12, 3], n).top(1),
        ctx.parallelize([2, 3, 4, 5, 6], n).top(2),
        ctx.parallelize([10, 4, 2, 12, 3], n).top(3, String),
      ]),
    expected: () => [[12], [6, 5], [4, 3, 2]],
  },
  {
    name: 'isEmpty',
    of: ['isEmpty'],
    order: 'ordered',
    run: (ctx, n) =>
      Promise.all([
        ctx.range(0, 10, { partitions: n }).isEmpty(),
        ctx.parallelize([] as number[], n).isEmpty(),
      ]),
    expected: () => [false, true],
  },
  {
    name: 'first',
    of: ['first'],
    order: 'ordered',
    run: (ctx, n) => ctx.parallelize([2, 3, 4], n).first(),
    expected: () => 2,
  },
  {
    name: 'fold of text is in order',
    of: ['fold'],
    order: 'ordered',
    run: (ctx, n) => ctx.parallelize(['a', 'b', 'c'], n).fold('', (a, b) => a + b),
    expected: () => 'abc',
  },
]

function numbers(ctx: Context, n: number): RDD<number> {
  return ctx.parallelize([1, 2, 3], n)
}
