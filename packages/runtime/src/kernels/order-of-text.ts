import type { TextColumn } from '../columns/column.ts'
import { stringsOf } from '../columns/text.ts'
import { orderByLetters, orderOfStrings, type Letters, type Prefixes } from './order-of-strings.ts'

/** As `orderOfStrings`, of strings that lie in a text. Bytes of UTF-8 are in another order than code units. */
export function orderOfText(column: TextColumn, ascending: boolean): Int32Array {
  return column.encoding === 'latin1'
    ? orderByLetters(asciiLetters(column), ascending)
    : orderOfStrings(stringsOf(column), ascending)
}

function asciiLetters({ length, starts, bytes }: TextColumn): Letters {
  return { length, commonLength, prefixes, compare }

  function commonLength(positions: Int32Array): number {
    const first = starts[positions[0] ?? 0] ?? 0
    let common = (starts[(positions[0] ?? 0) + 1] ?? 0) - first
    for (let i = 1; i < positions.length && common > 0; i++) {
      const position = positions[i] ?? 0
      const start = starts[position] ?? 0
      const most = Math.min(common, (starts[position + 1] ?? 0) - start)
      common = 0
      while (common < most && bytes[start + common] === bytes[first + common]) common++
    }
    return common
  }

  /** Six characters each. */
  function prefixes(positions: Int32Array, from: number): Prefixes {
    const values = new Float64Array(positions.length)
    for (let i = 0; i < positions.length; i++) {
      const position = positions[i] ?? 0
      const start = (starts[position] ?? 0) + from
      const end = starts[position + 1] ?? 0
      let high = 0
      let low = 0
      for (let at = start; at < start + 3; at++) high = (high << 8) | (at < end ? (bytes[at] ?? 0) + 1 : 0)
      for (let at = start + 3; at < start + 6; at++) low = (low << 8) | (at < end ? (bytes[at] ?? 0) + 1 : 0)
      values[i] = high * 0x1000000 + low
    }
    return { values, base: 0x100 }
  }

  function compare(a: number, b: number): number {
    const [start = 0, end = 0] = [starts[a], starts[a + 1]]
    const [beside = 0, last = 0] = [starts[b], starts[b + 1]]
    const common = Math.min(end - start, last - beside)
    for (let i = 0; i < common; i++) {
      const difference = (bytes[start + i] ?? 0) - (bytes[beside + i] ?? 0)
      if (difference !== 0) return difference
    }
    return end - start - (last - beside)
  }
}
