import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'values of every kind arrive as they left',
    of: ['parallelize'],
    over: 'pairs',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).collect(),
    expected: (input) => input,
  },
]
