import { countByValue } from '../../oracle/by-key.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'countByKeyApprox that has the time is exact',
    of: ['countByKeyApprox'],
    over: 'pairs',
    order: 'any',
    async run(ctx, input, n) {
      const { initialValue, finalValue } = await ctx.parallelize(input, n).countByKeyApprox(60_000)
      const both = [...initialValue].map(([key, { mean }]) => [key, mean])
      return (await finalValue).size === both.length ? both : 'not what the final value is'
    },
    expected: (input) => countByValue(input.map(([key]) => key)),
  },
]
