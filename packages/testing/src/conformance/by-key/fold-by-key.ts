import { groupByKey } from '../../oracle/by-key.ts'
import { counted } from './oracle.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'foldByKey with a zero that is not neutral: once a key and a partition',
    of: ['foldByKey'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input) =>
      ctx
        .parallelize(input, 1)
        .mapValues(() => 1)
        .foldByKey(10, (a, b) => a + b, 3)
        .collect(),
    expected: (input) => counted(input).map(([key, count]) => [key, count + 10]),
  },
  {
    name: 'foldByKey into an array that the function changes: each key has its own',
    of: ['foldByKey'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .mapValues((value): unknown[] => [value])
        .foldByKey([], (all, some) => {
          all.push(...some)
          return all
        })
        .collect(),
    expected: (input) => groupByKey(input),
  },
  {
    name: 'aggregateByKey gives another type than the values have',
    of: ['aggregateByKey'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .aggregateByKey(
          { count: 0, types: '' },
          ({ count, types }, value) => ({ count: count + 1, types: types + (typeof value)[0] }),
          (a, b) => ({ count: a.count + b.count, types: a.types + b.types }),
          2,
        )
        .collect(),
    expected: (input) =>
      groupByKey(input).map(([key, all]) => [
        key,
        { count: all.length, types: all.map((value) => (typeof value)[0]).join('') },
      ]),
  },
  {
    name: 'aggregations where nothing has to move',
    of: ['aggregateByKey', 'countByKey'],
    over: 'pairs',
    order: 'any',
    async run(ctx, input, n) {
      const spread = ctx.parallelize(input, n).partitionBy(3)
      const counts = await spread.countByKey()
      const folded = spread.aggregateByKey(
        '',
        (text, value) => text + (typeof value)[0],
        (a, b) => a + b,
      )
      return [...counts, ...(await folded.collect())]
    },
    expected: (input) => [
      ...counted(input),
      ...groupByKey(input).map(([key, all]) => [key, all.map((value) => (typeof value)[0]).join('')]),
    ],
  },
]
