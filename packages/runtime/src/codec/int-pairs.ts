import { isPair } from './array-column.ts'

/** Pairs of integers of 32 bits, by their parts. They lie in memory that the next call may use again. */
export type IntPairs = readonly [keys: Int32Array, values: Int32Array]

/** So many numbers are kept room for between calls. */
const mostKept = 1 << 20
let kept = new Int32Array(0)

/**
 * The parts of pairs of integers, in one go over the pairs, each of which lies elsewhere in memory; undefined when a record
 * is anything else, which the first one mostly tells.
 */
export function splitIntPairs(rows: readonly unknown[]): IntPairs | undefined {
  const count = rows.length
  const [first] = rows
  if (!Array.isArray(first) || !isInt(first[0]) || !isInt(first[1])) return undefined
  if (Object.keys(first).length !== 2) return undefined
  const room = roomFor(2 * count)
  const keys = room.subarray(0, count)
  const values = room.subarray(count, 2 * count)
  for (let i = 0; i < count; i++) {
    const row: unknown = rows[i]
    if (!isPair(row)) return undefined
    const key = row[0]
    const value = row[1]
    if (!isInt(key) || !isInt(value)) return undefined
    keys[i] = key
    values[i] = value
  }
  return [keys, values]
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
