import { isDeepStrictEqual } from 'node:util'

/**
 * Whether two keys are equal by value, found by looking and not by hashing: the slow truth that hashes are held against.
 * @example
 * import { sameKey } from '@atomic-ts/testing'
 *
 * sameKey([1, { a: NaN }], [1, { a: NaN }]) // => true
 * sameKey(1, '1') // => false
 */
export function sameKey(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(withoutNegativeZero(a), withoutNegativeZero(b))
}

// As keys, 0 and -0 are one.
function withoutNegativeZero(key: unknown): unknown {
  if (typeof key === 'number') return key + 0
  if (Array.isArray(key)) return key.map(withoutNegativeZero)
  if (typeof key !== 'object' || key === null || Object.getPrototypeOf(key) !== Object.prototype) return key
  return Object.fromEntries(Object.entries(key).map(([name, value]) => [name, withoutNegativeZero(value)]))
}
