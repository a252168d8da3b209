import { sameKey } from './oracle/same-key.ts'

/**
 * Whether two arrays hold the same records, in any order; the first record that only one of them has, if not. Of two equal
 * keys, such as 0 and -0, either may stand for both.
 * @example
 * import { unmatchedRecord } from '@atomic-ts/testing'
 *
 * unmatchedRecord([1, 2, 2], [2, 1, 2]) // => undefined
 * unmatchedRecord([1, 2], [1, 3]) // => { record: 2, side: 'actual' }
 */
export function unmatchedRecord(
  actual: readonly unknown[],
  expected: readonly unknown[],
): Unmatched | undefined {
  const rest = [...expected]
  for (const record of actual) {
    const match = rest.findIndex((other) => sameKey(record, other))
    if (match < 0) return { record, side: 'actual' }
    rest.splice(match, 1)
  }
  return rest.length > 0 ? { record: rest[0], side: 'expected' } : undefined
}

/** A record that only one of two arrays has. */
export interface Unmatched {
  /** The record. */
  readonly record: unknown
  /** The array that has it. */
  readonly side: 'actual' | 'expected'
}
