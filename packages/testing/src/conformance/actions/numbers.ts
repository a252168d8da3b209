import { StatCounter } from '@atomic-ts/core'
import { rounded } from './rounded.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'sum, mean and the variances',
    of: ['sum', 'mean', 'variance', 'popVariance', 'sampleVariance', 'stdev', 'popStdev', 'sampleStdev'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      const figures = [
        ...[rdd.sum(), rdd.mean(), rdd.variance(), rdd.popVariance(), rdd.sampleVariance()],
        ...[rdd.stdev(), rdd.popStdev(), rdd.sampleStdev()],
      ]
      return (await Promise.all(figures)).map(rounded)
    },
    expected(input) {
      const sum = input.reduce((a, b) => a + b, 0)
      const squares = input.reduce((all, x) => all + (x - sum / input.length) ** 2, 0)
      const variance = squares / input.length
      const sample = input.length < 2 ? Number.NaN : squares / (input.length - 1)
      const [stdev, sampleStdev] = [Math.sqrt(variance), Math.sqrt(sample)]
      return [...[sum, sum / input.length, variance, variance, sample], ...[stdev, stdev, sampleStdev]].map(
        rounded,
      )
    },
  },
  {
    name: 'stats',
    of: ['stats'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const stats = await ctx.parallelize(input, n).stats()
      return [stats instanceof StatCounter, stats.count, stats.sum, stats.max, stats.min]
    },
    expected: (input) => [
      true,
      input.length,
      input.reduce((a, b) => a + b, 0),
      Math.max(...input),
      Math.min(...input),
    ],
  },
]
