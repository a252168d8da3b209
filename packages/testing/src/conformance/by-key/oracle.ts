import { distinct, groupByKey } from '../../oracle/by-key.ts'
import { sameKey } from '../../oracle/same-key.ts'

type Pair = readonly [unknown, unknown]

/** The number of records that a key has, as a value that can be added. */
export function counted(input: readonly Pair[]): [unknown, number][] {
  return groupByKey(input).map(([key, all]) => [key, all.length])
}

export function has(side: readonly Pair[], key: unknown): boolean {
  return side.some(([other]) => sameKey(other, key))
}

/** What only one side has, with `undefined` in the place of the other. */
export function onlyLeft(left: readonly Pair[], right: readonly Pair[]): unknown[] {
  return left.filter(([key]) => !has(right, key)).map(([key, v]) => [key, [v, undefined]])
}

export function onlyRight(left: readonly Pair[], right: readonly Pair[]): unknown[] {
  return right.filter(([key]) => !has(left, key)).map(([key, w]) => [key, [undefined, w]])
}

/** Every key of any side with its values in each. */
export function cogroup(...sides: readonly (readonly Pair[])[]): unknown[] {
  return distinct(sides.flat().map(([key]) => key)).map((key) => [
    key,
    sides.map((side) => side.filter(([other]) => sameKey(other, key)).map(([, value]) => value)),
  ])
}

/** A second side, some of whose keys the first has. */
export function otherSide(input: readonly Pair[]): [unknown, string][] {
  return [
    ...input.slice(0, 5).map(([key, value]): [unknown, string] => [key, typeof value]),
    ['only there', 'string'],
  ]
}

/** Pairs of one key that nine in ten records have, and of others. */
export function skewed(n: number): [string, number][] {
  return Array.from({ length: 10 * n }, (_, i) => [i % 10 === 0 ? `key ${i % 7}` : 'hot', i])
}
