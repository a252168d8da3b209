import { compareKeys } from './compare-keys.ts'

/**
 * Sorts pairs by key, in place and in the order of `compareKeys`. Pairs of equal keys keep their order, also when
 * descending.
 *
 * @throws AtomicError ATOMIC4002 when a value cannot be a key.
 */
export function sortPairs(pairs: (readonly [unknown, unknown])[], ascending: boolean): void {
  // Keys of one primitive type need no look at their types at every comparison.
  if (areNumbers(pairs)) sortBy(pairs, ascending, (a, b) => a - b)
  else if (areStrings(pairs)) sortBy(pairs, ascending, (a, b) => (a < b ? -1 : a > b ? 1 : 0))
  else sortBy(pairs, ascending, compareKeys)
}

function areNumbers(pairs: (readonly [unknown, unknown])[]): pairs is (readonly [number, unknown])[] {
  // `a - b` has no sign for two infinities, nor for NaN.
  return pairs.every(([key]) => typeof key === 'number' && Number.isFinite(key))
}

function areStrings(pairs: (readonly [unknown, unknown])[]): pairs is (readonly [string, unknown])[] {
  return pairs.every(([key]) => typeof key === 'string')
}

function sortBy<K>(
  pairs: (readonly [K, unknown])[],
  ascending: boolean,
  compare: (a: K, b: K) => number,
): void {
  pairs.sort(ascending ? (a, b) => compare(a[0], b[0]) : (a, b) => compare(b[0], a[0]))
}
