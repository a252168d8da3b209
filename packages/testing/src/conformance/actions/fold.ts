import { add } from '../tasks.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'fold with a zero that is not neutral: once a partition and once more',
    of: ['fold'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).fold(1, (a, b) => a + b),
    expected: (input, n) => input.reduce(add, 0) + n + 1,
  },
  {
    name: 'foldTask',
    of: ['foldTask'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).foldTask(0, add),
    expected: (input) => input.reduce(add, 0),
  },
  {
    name: 'aggregate into an array that it changes',
    of: ['aggregate'],
    over: 'numbers',
    order: 'any',
    run: (ctx, input, n) =>
      ctx.parallelize(input, n).aggregate(
        [] as number[],
        (acc, x) => {
          acc.push(x)
          return acc
        },
        (a, b) => [...a, ...b],
      ),
    expected: (input) => input,
  },
  {
    name: 'treeAggregate gives what aggregate gives',
    of: ['treeAggregate'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n * 9)
      const sum = (depth: number, finalAggregateOnExecutor: boolean): Promise<[number, string]> =>
        rdd.treeAggregate(
          [1, ''],
          ([total, text], x) => [total + x, `${text}${x};`],
          (a, b) => [a[0] + b[0], a[1] + b[1]],
          { depth, finalAggregateOnExecutor },
        )
      return [await sum(1, false), await sum(2, false), await sum(4, false), await sum(2, true)]
    },
    expected(input, n) {
      const all = [input.reduce((a, b) => a + b, 0) + n * 9 + 1, input.map((x) => `${x};`).join('')]
      return [all, all, all, all]
    },
  },
]
