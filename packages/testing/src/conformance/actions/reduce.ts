import { add } from '../tasks.ts'
import type { Case } from '../case.ts'

/** @task */
function listed(a: string, b: string): string {
  return `${a},${b}`
}

export const cases: readonly Case[] = [
  {
    name: 'reduce',
    of: ['reduce'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize([1, ...input], n).reduce((a, b) => a + b),
    expected: (input) => [1, ...input].reduce(add),
  },
  {
    name: 'reduceTask keeps the order of the partitions',
    of: ['reduceTask'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(['', ...input.map(String)], n).reduceTask(listed),
    expected: (input) => ['', ...input.map(String)].join(','),
  },
  {
    name: 'reduce and treeReduce, where most partitions are empty',
    of: ['reduce', 'treeReduce'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize([...input, 7], n).filter((x) => x === 7)
      return [await rdd.reduce((a, b) => a + b), await rdd.treeReduce((a, b) => a + b, { depth: 3 })]
    },
    expected(input) {
      const sevens = 7 * [...input, 7].filter((x) => x === 7).length
      return [sevens, sevens]
    },
  },
  {
    name: 'treeReduce over many partitions keeps their order',
    of: ['treeReduce'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx.parallelize(['', ...input.map(String)], n * 9).treeReduce((a, b) => `${a},${b}`, { depth: 3 }),
    expected: (input) => ['', ...input.map(String)].join(','),
  },
]
