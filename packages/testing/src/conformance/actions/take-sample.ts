import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'takeSample without replacement: distinct positions, as many as asked for or all',
    of: ['takeSample'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(
        input.map((x, i) => [x, i] as const),
        n,
      )
      const sample = await rdd.takeSample(false, 10, 7)
      const again = await rdd.takeSample(false, 10, 7)
      const all = await rdd.takeSample(false, 1000, 7)
      return [
        sample.every(([x, i]) => input[i] === x),
        new Set(sample.map(([, i]) => i)).size,
        JSON.stringify(sample) === JSON.stringify(again),
        all.map(([, i]) => i).toSorted((a, b) => a - b),
      ]
    },
    expected: (input) => [true, Math.min(10, input.length), true, input.map((_, i) => i)],
  },
  {
    name: 'takeSample with replacement: as many as asked for, of what is there',
    of: ['takeSample'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      const sample = await rdd.takeSample(true, 50, 3)
      const again = await rdd.takeSample(true, 50, 3)
      return [sample.length, sample.every((x) => input.includes(x)), sample.join() === again.join()]
    },
    expected: (input) => [input.length === 0 ? 0 : 50, true, true],
  },
]
