import { join } from '../../oracle/by-key.ts'
import { otherSide } from './oracle.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'join',
    of: ['join'],
    over: 'pairs',
    order: 'any',
    run(ctx, input, n) {
      const pairs = ctx.parallelize(input, n)
      return pairs.join(pairs.mapValues((value) => typeof value)).collect()
    },
    expected: (input) =>
      join(
        input,
        input.map(([key, value]) => [key, typeof value] as const),
      ),
  },
  {
    name: 'join where one side is spread already',
    of: ['join'],
    over: 'pairs',
    order: 'any',
    run(ctx, input, n) {
      const pairs = ctx.parallelize(input, n)
      return pairs
        .partitionBy(n)
        .mapValues((value) => typeof value)
        .join(pairs)
        .collect()
    },
    expected: (input) =>
      join(
        input.map(([key, value]) => [key, typeof value] as const),
        input,
      ),
  },
  {
    name: 'join of cached sides, twice',
    of: ['join'],
    over: 'pairs',
    order: 'any',
    async run(ctx, input, n) {
      const left = ctx.parallelize(input, n).partitionBy(3).cache()
      const right = ctx
        .parallelize(input, 2)
        .mapValues((value) => typeof value)
        .partitionBy(3)
        .cache()
      await left.count()
      const first = await left.join(right).collect()
      const second = await right.join(left).collect()
      return [first.length === second.length, ...first]
    },
    expected: (input) => [
      true,
      ...join(
        input,
        input.map(([key, value]) => [key, typeof value] as const),
      ),
    ],
  },
  {
    name: 'join of sides that are spread by range and by a function',
    of: ['join', 'partitionBy'],
    over: 'pairs',
    order: 'any',
    run(ctx, input, n) {
      const pairs = ctx.parallelize(input, n)
      const there = ctx.parallelize(otherSide(input), 2)
      return pairs
        .sortByKey({ partitions: 3 })
        .join(there)
        .partitionBy(3, (key) => String(key).length)
        .mapValues(([, type]) => type)
        .join(there)
        .collect()
    },
    expected: (input) =>
      join(
        join(input, otherSide(input)).map(([key, [, type]]) => [key, type] as const),
        otherSide(input),
      ),
  },
]
