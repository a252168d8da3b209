import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'randomSplit puts each record in one of the parts, and the same again for the same seed',
    of: ['randomSplit'],
    over: 'numbers',
    order: 'any',
    async run(ctx, input, n) {
      const parts = ctx.parallelize(input, n).randomSplit([1, 0, 3, 2.5], 5)
      const again = ctx.parallelize(input, n).randomSplit([1, 0, 3, 2.5], 5)
      const [first, none, ...rest] = await Promise.all(parts.map((part) => part.collect()))
      const repeated = await Promise.all(again.map((part) => part.collect()))
      const isSame = JSON.stringify([first, none, ...rest]) === JSON.stringify(repeated)
      return [...(first ?? []), ...rest.flat(), none, isSame]
    },
    expected: (input) => [...input, [], true],
  },
  {
    name: 'sample of everything and of nothing',
    of: ['sample'],
    over: 'numbers',
    order: 'ordered',
    run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      return Promise.all([
        rdd.sample(false, 1).collect(),
        rdd.sample(false, 0).collect(),
        rdd.sample(true, 0).collect(),
      ])
    },
    expected: (input) => [input, [], []],
  },
]
