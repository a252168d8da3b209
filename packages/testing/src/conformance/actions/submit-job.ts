import { cut } from '../../oracle/cut.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'submitJob hands over what each partition gives',
    of: ['submitJob'],
    over: 'numbers',
    order: 'any',
    async run(ctx, input, n) {
      const seen: [number, number[]][] = []
      await ctx.parallelize(input, n).submitJob((records) => [...records], {
        onResult(partition, result) {
          seen.push([partition, result])
        },
      })
      return seen
    },
    expected: (input, n) => cut(input, n).map((part, i) => [i, part]),
  },
  {
    name: 'submitJob on chosen partitions, each once',
    of: ['submitJob'],
    over: 'numbers',
    order: 'any',
    async run(ctx, input, n) {
      const seen: number[][] = []
      await ctx.parallelize(input, n).submitJob((records) => [...records].length, {
        partitions: [n - 1, n - 1],
        onResult: (partition, size) => seen.push([partition, size]),
      })
      return seen
    },
    expected: (input, n) => [[n - 1, cut(input, n).at(-1)?.length]],
  },
  {
    name: 'runApproximateJob that has the time gives what its evaluator makes of all partitions',
    of: ['runApproximateJob'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const parts: number[][] = []
      const evaluator = {
        merge: (partition: number, records: number[]) => void (parts[partition] = records),
        currentResult: () => parts.flat(),
      }
      const rdd = ctx.parallelize(input, n)
      const result = await rdd.runApproximateJob((records) => [...records], evaluator, 60_000)
      return [result.isInitialValueFinal, result.initialValue, await result.finalValue]
    },
    expected: (input) => [true, input, input],
  },
]
