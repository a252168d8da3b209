import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'collect',
    of: ['collect'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).collect(),
    expected: (input) => input,
  },
  {
    name: 'count',
    of: ['count'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).count(),
    expected: (input) => input.length,
  },
]
