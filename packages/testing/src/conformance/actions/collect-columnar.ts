import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'collectColumnar, records of every kind',
    of: ['collectColumnar'],
    over: 'pairs',
    order: 'ordered',
    run: async (ctx, input, n) => [...(await ctx.parallelize(input, n).collectColumnar())],
    expected: (input) => input,
  },
  {
    name: 'collectColumnar, some of them',
    of: ['collectColumnar'],
    over: 'numbers',
    order: 'ordered',
    run: async (ctx, input, n) => {
      const records = await ctx
        .parallelize(input, n)
        .map((x) => [x, { half: x / 2 }] as const)
        .collectColumnar()
      return [records.length, records.at(0), records.at(-1), records.at(1e9), records.slice(2, -2)]
    },
    expected: (input) => {
      const records = input.map((x) => [x, { half: x / 2 }])
      return [records.length, records.at(0), records.at(-1), undefined, records.slice(2, -2)]
    },
  },
  {
    name: 'collectColumnar, behind a join',
    of: ['collectColumnar'],
    over: 'numbers',
    order: 'any',
    run: async (ctx, input, n) => {
      const sides = ctx.parallelize(input, n).map((x): [number, string] => [x, `${x % 3}`])
      return (await sides.join(sides).collectColumnar()).slice()
    },
    expected: (input) =>
      input.flatMap((x) => input.filter((y) => y === x).map(() => [x, [`${x % 3}`, `${x % 3}`]])),
  },
]
