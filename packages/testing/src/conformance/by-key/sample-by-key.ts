import { groupByKey } from '../../oracle/by-key.ts'
import { counted, skewed } from './oracle.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'sampleByKey draws the same in every job, also of a union',
    of: ['sampleByKey'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const pairs = ctx.parallelize(skewed(input.length), n)
      const both = pairs.union(pairs.mapValues((i) => -i))
      const fractions = new Map(skewed(7).map(([key]) => [key, 0.5] as const))
      const sample = both.sampleByKey(fractions, { seed: 11 })
      const again = both.sampleByKey(fractions, { seed: 11 })
      const first = JSON.stringify(await sample.collect())
      const later = await pairs.union(again).collect()
      return [
        JSON.stringify(later.slice(10 * input.length)) === first,
        JSON.stringify(await again.collect()) === first,
      ]
    },
    expected: () => [true, true],
  },
  {
    name: 'sampleByKeyExact with replacement draws so many of the values that there are',
    of: ['sampleByKeyExact'],
    over: 'numbers',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(skewed(input.length), n)
        .sampleByKeyExact(new Map(skewed(7).map(([key]) => [key, 2.5])), { withReplacement: true })
        .aggregateByKey(
          { n: 0, known: true },
          (seen, i) => ({ n: seen.n + 1, known: seen.known && Number.isInteger(i) }),
          (a, b) => ({ n: a.n + b.n, known: a.known && b.known }),
        )
        .collect(),
    expected: (input) =>
      counted(skewed(input.length)).map(([key, n]) => [key, { n: Math.ceil(2.5 * n), known: true }]),
  },
  {
    name: 'sampleByKey of all or nothing keeps the order and the partitioner',
    of: ['sampleByKey'],
    over: 'pairs',
    order: 'ordered',
    async run(ctx, input, n) {
      const [key] = input[0] ?? ['none']
      const pairs = ctx.parallelize(input, n)
      const fractions = new Map(input.map(([k]) => [k, String(k) === String(key) ? 1 : 0]))
      const spread = pairs.partitionBy(3).sampleByKey(fractions)
      return [
        await pairs.sampleByKey(fractions).collect(),
        await spread.groupByKey().count(),
        spread.getNumPartitions(),
      ]
    },
    expected(input) {
      const wanted = input.filter(([key]) => String(key) === String(input[0]?.[0]))
      return [wanted, groupByKey(wanted).length, 3]
    },
  },
  {
    name: 'sampleByKeyExact draws so many of each key, each once and in order',
    of: ['sampleByKeyExact'],
    over: 'pairs',
    order: 'any',
    run(ctx, input, n) {
      const pairs = ctx.parallelize(
        input.map(([key], i) => [key, i] as const),
        n,
      )
      return pairs
        .sampleByKeyExact(new Map(input.map(([key]) => [key, 0.3])), { seed: n })
        .groupByKey()
        .mapValues((drawn) => {
          const all = [...drawn]
          return [all.length, all.every((i, at) => at === 0 || i > (all[at - 1] ?? i))]
        })
        .collect()
    },
    expected: (input) => counted(input).map(([key, count]) => [key, [Math.ceil((3 * count) / 10), true]]),
  },
]
