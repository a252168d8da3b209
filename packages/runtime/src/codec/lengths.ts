import type { Numbers } from '../columns/column.ts'
import type { ByteReader } from './byte-reader.ts'
import { readElements } from './number-column.ts'

/**
 * Reads the lengths of parts that lie one after the other, as `writeNumbers` wrote them, with their sum. With a negative
 * length among them, a few parts could claim the same place again and again.
 */
export function readLengths(input: ByteReader, count: number): { lengths: Numbers; total: number } {
  const lengths = readElements(input, count)
  let total = 0
  for (let i = 0; i < count; i++) {
    const length = lengths[i] ?? 0
    if (!(length >= 0) || length % 1 !== 0) throw new Error('A length is no count.')
    total += length
  }
  return { lengths, total }
}
