import { identity, orderOfDoubles } from './radix-order.ts'

/** Runs shorter than this are sorted by comparisons. */
const fewest = 64
/** A run is looked at again when it is so much shorter than what it was cut out of; else its strings are compared. */
const shorter = 0.5

/** Strings by their positions, however they lie in memory. */
export interface Letters {
  readonly length: number
  /** How many characters all strings at some positions have in common at their beginning. */
  commonLength(positions: Int32Array): number
  /** Some characters of each string, from one on. */
  prefixes(positions: Int32Array, from: number): Prefixes
  /** Compares two strings by their code units. */
  compare(a: number, b: number): number
}

/** Some characters as one number: digits of a base, from 1; 0 after the end. All numbers are exact. */
export interface Prefixes {
  readonly values: Float64Array
  readonly base: number
}

/** The positions of strings in the order of their code units; those of equal strings as they came, also when descending. */
export function orderOfStrings(strings: readonly string[], ascending: boolean): Int32Array {
  return orderByLetters(
    {
      length: strings.length,
      commonLength: (positions) => commonLength(strings, positions),
      prefixes: (positions, from) =>
        narrowPrefixes(strings, positions, from) ?? widePrefixes(strings, positions, from),
      compare: (a, b) => compare(strings[a] ?? '', strings[b] ?? ''),
    },
    ascending,
  )
}

/** As `orderOfStrings`: by what comes after the beginning that all have, a few characters at a time, as numbers. */
export function orderByLetters(strings: Letters, ascending: boolean): Int32Array {
  const order = identity(strings.length)
  sortRun(strings, order, ascending)
  return order
}

function sortRun(strings: Letters, positions: Int32Array, ascending: boolean): void {
  if (positions.length < fewest) return sortByComparisons(strings, positions, ascending)
  const { values, base } = strings.prefixes(positions, strings.commonLength(positions))
  const order = orderOfDoubles(values, ascending)
  const before = positions.slice()
  for (let i = 0; i < order.length; i++) positions[i] = before[order[i] ?? 0] ?? 0
  for (let start = 0, end = 1; start < order.length; start = end++) {
    const value = values[order[start] ?? 0] ?? 0
    while (end < order.length && values[order[end] ?? 0] === value) end++
    // What ends within its prefix is all equal.
    if (end - start === 1 || value % base === 0) continue
    const sort = end - start < shorter * order.length ? sortRun : sortByComparisons
    sort(strings, positions.subarray(start, end), ascending)
  }
}

function sortByComparisons(strings: Letters, positions: Int32Array, ascending: boolean): void {
  positions.sort(ascending ? (a, b) => strings.compare(a, b) : (a, b) => strings.compare(b, a))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function commonLength(strings: readonly string[], positions: Int32Array): number {
  const first = strings[positions[0] ?? 0] ?? ''
  let { length } = first
  for (let i = 1; i < positions.length && length > 0; i++) {
    const string = strings[positions[i] ?? 0] ?? ''
    let same = 0
    while (same < length && same < string.length && string.charCodeAt(same) === first.charCodeAt(same)) same++
    length = same
  }
  return length
}

/** Six characters each; undefined when they are more than 8 bits wide. */
function narrowPrefixes(
  strings: readonly string[],
  positions: Int32Array,
  from: number,
): Prefixes | undefined {
  const values = new Float64Array(positions.length)
  for (let i = 0; i < positions.length; i++) {
    const string = strings[positions[i] ?? 0] ?? ''
    const end = Math.min(string.length, from + 6)
    let high = 0
    let low = 0
    let all = 0
    for (let at = from; at < from + 3; at++) {
      const digit = at < end ? string.charCodeAt(at) + 1 : 0
      high = (high << 8) | digit
      all |= digit
    }
    for (let at = from + 3; at < from + 6; at++) {
      const digit = at < end ? string.charCodeAt(at) + 1 : 0
      low = (low << 8) | digit
      all |= digit
    }
    if (all > 0xff) return undefined
    values[i] = high * 0x1000000 + low
  }
  return { values, base: 0x100 }
}

/** Three characters each. */
function widePrefixes(strings: readonly string[], positions: Int32Array, from: number): Prefixes {
  const base = 0x10001
  const values = new Float64Array(positions.length)
  for (let i = 0; i < positions.length; i++) {
    const string = strings[positions[i] ?? 0] ?? ''
    let value = 0
    for (let at = from; at < from + 3; at++)
      value = value * base + (at < string.length ? string.charCodeAt(at) + 1 : 0)
    values[i] = value
  }
  return { values, base }
}
