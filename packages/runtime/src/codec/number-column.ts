import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'

/** The narrowest of these that holds every number of a column is used. */
const layouts = [
  {
    width: 1,
    over: (buffer: ArrayBufferLike, at: number, count: number) => new Int8Array(buffer, at, count),
  },
  {
    width: 2,
    over: (buffer: ArrayBufferLike, at: number, count: number) => new Int16Array(buffer, at, count),
  },
  {
    width: 4,
    over: (buffer: ArrayBufferLike, at: number, count: number) => new Int32Array(buffer, at, count),
  },
  {
    width: 8,
    over: (buffer: ArrayBufferLike, at: number, count: number) => new Float64Array(buffer, at, count),
  },
] as const

/** Whether `writeNumbers` can write the column. */
export function areNumbers(rows: readonly unknown[]): rows is readonly number[] {
  for (const row of rows) if (typeof row !== 'number') return false
  return true
}

/** Writes numbers as integers where all of them are, and as doubles otherwise (which keep -0 and NaN). */
export function writeNumbers(out: ByteWriter, rows: readonly number[]): void {
  const layout = layoutOf(rows)
  out.byte(layout)
  const { width, over } = layouts[layout]
  const { buffer, offset } = out.elements(rows.length, width)
  over(buffer, offset, rows.length).set(rows)
}

/** Reads what `writeNumbers` wrote. */
export function readNumbers(input: ByteReader, count: number): number[] {
  const layout = layouts[input.byte()]
  if (!layout) throw new Error('This layout of numbers is unknown.')
  const { buffer, offset } = input.elements(count, layout.width)
  return Array.from(layout.over(buffer, offset, count))
}

function layoutOf(rows: readonly number[]): 0 | 1 | 2 | 3 {
  let low = 0
  let high = 0
  for (const row of rows) {
    if ((row | 0) !== row || (row === 0 && 1 / row < 0)) return 3
    if (row < low) low = row
    else if (row > high) high = row
  }
  if (low >= -0x80 && high < 0x80) return 0
  return low >= -0x8000 && high < 0x8000 ? 1 : 2
}
