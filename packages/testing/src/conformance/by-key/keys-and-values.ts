import { counted } from './oracle.ts'
import type { Case } from '../case.ts'

/** @task */
function letters(value: unknown): string[] {
  return (typeof value).slice(0, 2).split('')
}

export const cases: readonly Case[] = [
  {
    name: 'mapValues',
    of: ['mapValues'],
    over: 'pairs',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .mapValues((value) => typeof value)
        .collect(),
    expected: (input) => input.map(([key, value]) => [key, typeof value]),
  },
  {
    name: 'keys',
    of: ['keys'],
    over: 'pairs',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).keys().collect(),
    expected: (input) => input.map(([key]) => key),
  },
  {
    name: 'values',
    of: ['values'],
    over: 'pairs',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).values().collect(),
    expected: (input) => input.map(([, value]) => value),
  },
  {
    name: 'flatMapValues',
    of: ['flatMapValues'],
    over: 'pairs',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .flatMapValues((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
        .collect(),
    expected: (input) =>
      input.flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((one) => [key, one])),
  },
  {
    name: 'flatMapValuesTask keeps the partitioner',
    of: ['flatMapValuesTask'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .partitionBy(3)
        .flatMapValuesTask(letters)
        .mapValues(() => 1)
        .reduceByKey((a, b) => a + b)
        .collect(),
    expected: (input) => counted(input.flatMap(([key, value]) => letters(value).map((l) => [key, l]))),
  },
  {
    name: 'mapValuesTask keeps the partitioner',
    of: ['mapValuesTask'],
    over: 'pairs',
    order: 'any',
    async run(ctx, input, n) {
      const mapped = ctx.parallelize(input, n).partitionBy(3).mapValuesTask(letters)
      return [...(await mapped.collect()), mapped.partitioner]
    },
    expected: (input) => [
      ...input.map(([key, value]) => [key, letters(value)]),
      { kind: 'hash', partitions: 3 },
    ],
  },
]
