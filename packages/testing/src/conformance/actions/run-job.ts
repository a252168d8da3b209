import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'runJob',
    of: ['runJob'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const wanted = input.length
      const sizes = await ctx.parallelize(input, n).runJob((records) => [[...records].length, wanted])
      return [sizes.length, sizes.reduce((sum, [size]) => sum + size, 0), sizes[0]?.[1]]
    },
    expected: (input, n) => [n, input.length, input.length],
  },
  {
    name: 'runJob on chosen partitions, in the order and as often as asked',
    of: ['runJob'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, _input, n) =>
      ctx
        .range(0, n, { partitions: n })
        .map((x) => x)
        .runJob(([first]) => first ?? null, [n - 1, 0, n - 1]),
    expected: (_input, n) => [n - 1, 0, n - 1],
  },
]
