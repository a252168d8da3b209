import type { Integers } from '../columns/column.ts'
import { isPair } from './array-column.ts'

/** Pairs of integers of 32 bits by their parts, each in the narrowest layout that holds it. */
export type IntPairs = readonly [keys: Integers, values: Integers]

/** So many numbers are kept room for between calls. */
const mostKept = 1 << 20
let kept = new Int32Array(0)

/**
 * The parts of pairs of integers, in one go over the pairs, each of which lies elsewhere in memory; undefined when a record
 * is anything else, which the first one mostly tells. They may lie in memory that the next call uses again.
 * @param from the first record to take
 * @param to the record to stop at
 */
export function splitIntPairs(
  rows: readonly unknown[],
  from: number = 0,
  to: number = rows.length,
): IntPairs | undefined {
  const count = to - from
  const first = from < to ? rows[from] : undefined
  if (!Array.isArray(first) || !isInt(first[0]) || !isInt(first[1])) return undefined
  if (Object.keys(first).length !== 2) return undefined
  const room = roomFor(2 * count)
  const keys = room.subarray(0, count)
  const values = room.subarray(count, 2 * count)
  let bitsOfKeys = 0
  let bitsOfValues = 0
  for (let i = 0; i < count; i++) {
    const row: unknown = rows[from + i]
    if (!isPair(row)) return undefined
    const key = row[0]
    const value = row[1]
    if (!isInt(key) || !isInt(value)) return undefined
    keys[i] = key
    values[i] = value
    bitsOfKeys |= key ^ (key >> 31)
    bitsOfValues |= value ^ (value >> 31)
  }
  return [narrowest(keys, bitsOfKeys), narrowest(values, bitsOfValues)]
}

/** @param bits which are set in any of the integers, but for those of a sign */
function narrowest(integers: Int32Array, bits: number): Integers {
  if (bits >= 0x8000) return integers
  return bits < 0x80 ? new Int8Array(integers) : new Int16Array(integers)
}

function roomFor(count: number): Int32Array {
  if (count <= kept.length) return kept
  const room = new Int32Array(count)
  if (count <= mostKept) kept = room
  return room
}

/** Whether a value is an integer of 32 bits; -0 is none, since it would arrive as 0. */
function isInt(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value && (value !== 0 || 1 / value > 0)
}
