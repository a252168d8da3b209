import { countByValue } from '../../oracle/by-key.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'countByValue',
    of: ['countByValue'],
    over: 'pairs',
    order: 'any',
    async run(ctx, input, n) {
      const counts = await ctx
        .parallelize(input, n)
        .map(([key]) => key)
        .countByValue()
      return [...counts]
    },
    expected: (input) => countByValue(input.map(([key]) => key)),
  },
]
