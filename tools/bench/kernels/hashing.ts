import { hashKey } from '../../../packages/core/src/keys/hash-key.ts'
import { numberPairs, numbers, words } from './records.ts'

/** Hashes of keys, for the exchange. */
export const hashing: Readonly<Record<string, () => unknown>> = {
  'hash key: number': () => hashAll(numbers),
  'hash key: string': () => hashAll(words),
  'hash key: pair': () => hashAll(numberPairs),
}

function hashAll(keys: readonly unknown[]): number {
  let mixed = 0
  for (const key of keys) mixed ^= hashKey(key)
  return mixed
}
