import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'repartition, and coalesce with a shuffle',
    of: ['repartition', 'coalesce'],
    over: 'numbers',
    order: 'any',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      const moved = await rdd.repartition(5).collect()
      return [...moved, ...(await rdd.coalesce(9, { shuffle: true }).collect())]
    },
    expected: (input) => [...input, ...input],
  },
  {
    name: 'repartition by a function of the record',
    of: ['repartition'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .repartition(3, (x) => x)
        .glom()
        .collect(),
    expected: (input) => [0, 1, 2].map((k) => input.filter((x) => ((x % 3) + 3) % 3 === k)),
  },
  {
    name: 'zip, glom, cartesian and repartition of values of every kind',
    of: ['repartition', 'zip', 'glom', 'cartesian'],
    over: 'pairs',
    order: 'any',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      const one = ctx.parallelize([null], 1)
      return [
        ...(await rdd.zip(rdd.values()).collect()),
        ...(await rdd.glom().collect()).flat(),
        ...(await rdd.cartesian(one).collect()),
        ...(await rdd.repartition(3).collect()),
      ]
    },
    expected: (input) => [
      ...input.map((pair) => [pair, pair[1]]),
      ...input,
      ...input.map((pair) => [pair, null]),
      ...input,
    ],
  },
]
