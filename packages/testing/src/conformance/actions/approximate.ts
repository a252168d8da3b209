import { countByValue } from '../../oracle/by-key.ts'
import { rounded } from './rounded.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'approximate actions that have the time are exact',
    of: ['countApprox', 'sumApprox', 'meanApprox'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize([2, ...input], n)
      const [count, sum, mean] = [
        await rdd.countApprox(60_000),
        await rdd.sumApprox(60_000, 0.9),
        await rdd.meanApprox(60_000),
      ]
      return [count, sum, mean].map(
        ({ initialValue: { mean: x, low, high, confidence }, isInitialValueFinal }) => [
          isInitialValueFinal,
          confidence,
          rounded(x),
          low === x && high === x,
        ],
      )
    },
    expected(input) {
      const all = [2, ...input]
      const sum = all.reduce((a, b) => a + b, 0)
      return [all.length, sum, sum / all.length].map((x) => [true, 1, rounded(x), true])
    },
  },
  {
    name: 'countByValueApprox that has the time is exact',
    of: ['countByValueApprox'],
    over: 'pairs',
    order: 'any',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).map(([key]) => key)
      const { initialValue, finalValue } = await rdd.countByValueApprox(60_000)
      const both = [...initialValue].map(([value, { mean }]) => [value, mean])
      return (await finalValue).size === both.length ? both : 'not what the final value is'
    },
    expected: (input) => countByValue(input.map(([key]) => key)),
  },
  {
    name: 'countApproxDistinct is within one of few records',
    of: ['countApproxDistinct'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      const [about, exact] = [await rdd.countApproxDistinct(0.01), await rdd.distinct().count()]
      return Math.abs(about - exact) <= 1
    },
    expected: () => true,
  },
]
