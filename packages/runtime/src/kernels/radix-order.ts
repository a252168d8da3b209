import type { Integers } from '../columns/column.ts'

// 4,096 counters stay in the innermost cache.
const digitBits = 12

/** The positions of integers in their order. */
export function orderOfInts(keys: Integers, ascending: boolean): Int32Array {
  let low = 0x7fffffff
  let high = -0x80000000
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0
    if (key < low) low = key
    if (key > high) high = key
  }
  const distances = new Uint32Array(keys.length)
  for (let i = 0; i < keys.length; i++)
    distances[i] = ascending ? (keys[i] ?? 0) - low : high - (keys[i] ?? 0)
  return byDigits(distances, identity(keys.length), 32 - Math.clz32(high - low))
}

/** The positions of numbers in the order of `compareKeys`. */
export function orderOfDoubles(keys: Float64Array, ascending: boolean): Int32Array {
  const highs = new Uint32Array(keys.length)
  const lows = new Uint32Array(keys.length)
  const bits = new Float64Array(1)
  const halves = new Uint32Array(bits.buffer)
  const flip = ascending ? 0 : 0xffffffff
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0
    // -0 equals 0, and any NaN comes after all numbers.
    bits[0] = key === 0 ? 0 : key
    const high = key === key ? (halves[1] ?? 0) : 0x7ff80000
    const low = key === key ? (halves[0] ?? 0) : 0
    const sign = high & 0x80000000 ? 0xffffffff : 0
    highs[i] = high ^ (sign | 0x80000000) ^ flip
    lows[i] = low ^ sign ^ flip
  }
  const byLow = byDigits(lows, identity(keys.length), 32)
  return byDigits(
    highs.map((_, i) => highs[byLow[i] ?? 0] ?? 0),
    byLow,
    32,
  )
}

/** All positions, in order. */
export function identity(length: number): Int32Array {
  const positions = new Int32Array(length)
  for (let i = 0; i < length; i++) positions[i] = i
  return positions
}

/** Sorts positions by keys of so many bits. Digits in which all keys agree cost one look only. */
function byDigits(keys: Uint32Array, positions: Int32Array, bits: number): Int32Array {
  const passes = Math.ceil(bits / digitBits)
  const width = Math.ceil(bits / Math.max(1, passes))
  let [from, order] = [keys, positions]
  let to: Uint32Array = new Uint32Array(keys.length)
  let reordered: Int32Array = new Int32Array(keys.length)
  const next = new Int32Array(1 << width)
  for (let shift = 0; shift < bits; shift += width) {
    if (!countDigits(from, shift, next)) continue
    scatter(from, order, shift, { to, reordered, next })
    ;[from, to] = [to, from]
    ;[order, reordered] = [reordered, order]
  }
  return order
}

/** Where the keys of each digit go; false when all have the same. */
function countDigits(keys: Uint32Array, shift: number, next: Int32Array): boolean {
  const mask = next.length - 1
  next.fill(0)
  for (let i = 0; i < keys.length; i++) {
    const digit = ((keys[i] ?? 0) >>> shift) & mask
    next[digit] = (next[digit] ?? 0) + 1
  }
  if ((next[((keys[0] ?? 0) >>> shift) & mask] ?? 0) === keys.length) return false
  let start = 0
  for (let digit = 0; digit < next.length; digit++) {
    const count = next[digit] ?? 0
    next[digit] = start
    start += count
  }
  return true
}

function scatter(
  keys: Uint32Array,
  order: Int32Array,
  shift: number,
  { to, reordered, next }: { to: Uint32Array; reordered: Int32Array; next: Int32Array },
): void {
  const mask = next.length - 1
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0
    const digit = (key >>> shift) & mask
    const at = next[digit] ?? 0
    next[digit] = at + 1
    to[at] = key
    reordered[at] = order[i] ?? 0
  }
}
