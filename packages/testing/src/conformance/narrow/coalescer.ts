import { cut } from '../../oracle/cut.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'coalesce with a coalescer: its groups, in its order',
    of: ['coalesce'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .map((x) => x + 1)
        .coalesce(2, { coalescer: oddsBeforeEvens })
        .glom()
        .collect(),
    expected(input, n) {
      const plusOne = input.map((x) => x + 1)
      const parts = cut(plusOne, n)
      return oddsBeforeEvens(n).map((group) => group.flatMap((i) => parts[i] ?? []))
    },
  },
  {
    name: 'coalesce with a coalescer and a shuffle: groups of what was moved',
    of: ['coalesce'],
    over: 'numbers',
    order: 'any',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).coalesce(6, { shuffle: true, coalescer: oddsBeforeEvens })
      return [rdd.getNumPartitions(), ...(await rdd.collect())]
    },
    expected: (input) => [2, ...input],
  },
]

function oddsBeforeEvens(parents: number): number[][] {
  const all = Array.from({ length: parents }, (_, i) => parents - 1 - i)
  return [all.filter((i) => i % 2 === 1), all.filter((i) => i % 2 === 0)]
}
