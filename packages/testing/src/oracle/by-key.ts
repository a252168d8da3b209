import { sameKey } from './same-key.ts'

/** `groupByKey` over an array: keys in the order of their first pair. */
export function groupByKey<K, V>(pairs: readonly (readonly [K, V])[]): [K, V[]][] {
  const groups: [K, V[]][] = []
  for (const [key, value] of pairs) {
    const group = groups.find(([known]) => sameKey(known, key))
    if (group) group[1].push(value)
    else groups.push([key, [value]])
  }
  return groups
}

/** `reduceByKey` over an array. */
export function reduceByKey<K, V>(pairs: readonly (readonly [K, V])[], f: (a: V, b: V) => V): [K, V][] {
  return groupByKey(pairs).map(([key, values]) => [key, values.reduce((a, b) => f(a, b))])
}

/** `join` over two arrays. */
export function join<K, V, W>(
  left: readonly (readonly [K, V])[],
  right: readonly (readonly [K, W])[],
): [K, [V, W]][] {
  return left.flatMap(([key, v]) =>
    right.filter(([other]) => sameKey(key, other)).map(([, w]): [K, [V, W]] => [key, [v, w]]),
  )
}

/** `distinct` over an array: the first of each. */
export function distinct<T>(records: readonly T[]): T[] {
  return records.filter((record, i) => records.findIndex((other) => sameKey(record, other)) === i)
}

/** `countByValue` over an array. */
export function countByValue<T>(records: readonly T[]): [T, number][] {
  return distinct(records).map((record) => [record, records.filter((other) => sameKey(record, other)).length])
}
