import { sameKey } from './same-key.ts'

/**
 * `groupByKey` over an array: keys in the order of their first pair.
 * @example
 * import { groupByKey } from '@atomic-ts/testing'
 *
 * groupByKey([['tea', 2], ['milk', 1], ['tea', 3]]) // => [['tea', [2, 3]], ['milk', [1]]]
 */
export function groupByKey<K, V>(pairs: readonly (readonly [K, V])[]): [K, V[]][] {
  const groups: [K, V[]][] = []
  for (const [key, value] of pairs) {
    const group = groups.find(([known]) => sameKey(known, key))
    if (group) group[1].push(value)
    else groups.push([key, [value]])
  }
  return groups
}

/**
 * `reduceByKey` over an array.
 * @example
 * import { reduceByKey } from '@atomic-ts/testing'
 *
 * reduceByKey([['tea', 2], ['milk', 1], ['tea', 3]], (a, b) => a + b) // => [['tea', 5], ['milk', 1]]
 */
export function reduceByKey<K, V>(pairs: readonly (readonly [K, V])[], f: (a: V, b: V) => V): [K, V][] {
  return groupByKey(pairs).map(([key, values]) => [key, values.reduce((a, b) => f(a, b))])
}

/**
 * `join` over two arrays.
 * @example
 * import { join } from '@atomic-ts/testing'
 *
 * join([[1, 'Ada'], [2, 'Bo']], [[1, 'tea'], [3, 'rum']]) // => [[1, ['Ada', 'tea']]]
 */
export function join<K, V, W>(
  left: readonly (readonly [K, V])[],
  right: readonly (readonly [K, W])[],
): [K, [V, W]][] {
  return left.flatMap(([key, v]) =>
    right.filter(([other]) => sameKey(key, other)).map(([, w]): [K, [V, W]] => [key, [v, w]]),
  )
}

/**
 * `distinct` over an array: the first of each.
 * @example
 * import { distinct } from '@atomic-ts/testing'
 *
 * distinct([[1, 'a'], [1, 'a'], [2, 'a']]) // => [[1, 'a'], [2, 'a']]
 */
export function distinct<T>(records: readonly T[]): T[] {
  return records.filter((record, i) => records.findIndex((other) => sameKey(record, other)) === i)
}

/** `countByValue` over an array. */
export function countByValue<T>(records: readonly T[]): [T, number][] {
  return distinct(records).map((record) => [record, records.filter((other) => sameKey(record, other)).length])
}
