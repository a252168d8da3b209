import { add } from '../tasks.ts'
import { reduceByKey } from '../../oracle/by-key.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'reduceByKey',
    of: ['reduceByKey'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .map(([key]) => [key, 1] as const)
        .reduceByKey((a, b) => a + b)
        .collect(),
    expected: (input) =>
      reduceByKey(
        input.map(([key]) => [key, 1] as const),
        add,
      ),
  },
  {
    name: 'reduceByKeyTask',
    of: ['reduceByKeyTask'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .mapValues(() => 2)
        .reduceByKeyTask(add, 3)
        .collect(),
    expected: (input) =>
      reduceByKey(
        input.map(([key]) => [key, 2] as const),
        add,
      ),
  },
  {
    name: 'reduceByKey of the words of lines',
    of: ['flatMap', 'reduceByKey'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(linesOf(input), n)
        .flatMap((line) => line.split(' '))
        .map((word) => [word, 1])
        .reduceByKey((a, b) => a + b)
        .collect(),
    expected: (input) =>
      reduceByKey(
        linesOf(input).flatMap((line) => line.split(' ').map((word) => [word, 1] as const)),
        add,
      ),
  },
  {
    name: 'groupByKey of the words of lines',
    of: ['flatMap', 'groupByKey'],
    over: 'pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(linesOf(input), n)
        .flatMap((line) => line.split(' '))
        .map((word) => [word, 1])
        .groupByKey()
        .mapValues((ones) => ones.length)
        .collect(),
    expected: (input) =>
      reduceByKey(
        linesOf(input).flatMap((line) => line.split(' ').map((word) => [word, 1] as const)),
        add,
      ),
  },
]

function linesOf(input: readonly (readonly [unknown, unknown])[]): string[] {
  return input.map(([key], i) => `${String(key)} line ${i % 3}${' ä'.repeat(i % 4)}`)
}
