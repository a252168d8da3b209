import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { numberColumn, type NumberColumn, type Numbers } from '../columns/column.ts'

/** Bytes of a number in each layout, narrowest first. The position is what is written. */
const widths: readonly number[] = [1, 2, 4, 8]
type Layout = 0 | 1 | 2 | 3

/** Whether `writeNumbers` can write the column. */
export function areNumbers(rows: readonly unknown[]): rows is readonly number[] {
  for (let i = 0; i < rows.length; i++) if (typeof rows[i] !== 'number') return false
  return true
}

/** Writes numbers as integers where all of them are, and as doubles otherwise (which keep -0 and NaN). */
export function writeNumbers(out: ByteWriter, rows: ArrayLike<number>): void {
  const layout = layoutOf(rows)
  out.byte(layout)
  const { buffer, offset } = out.elements(rows.length, widths[layout] ?? 8)
  if (layout === 3) fill(new Float64Array(buffer, offset, rows.length), rows)
  else if (layout === 2) fill(new Int32Array(buffer, offset, rows.length), rows)
  else if (layout === 1) fill(new Int16Array(buffer, offset, rows.length), rows)
  else fill(new Int8Array(buffer, offset, rows.length), rows)
}

/** Numbers in the narrowest layout that holds them all. */
export function elementsOf(rows: ArrayLike<number>): Numbers {
  const elements = emptyOf(layoutOf(rows), rows.length)
  fill(elements, rows)
  return elements
}

/** Writes numbers that have a layout already. */
export function writeElements(out: ByteWriter, values: Numbers): void {
  const width = values.BYTES_PER_ELEMENT
  out.byte(widths.indexOf(width))
  const { buffer, offset } = out.elements(values.length, width)
  new Uint8Array(buffer, offset, values.byteLength).set(
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  )
}

/** Reads what `writeNumbers` wrote. */
export function readNumbers(input: ByteReader, count: number): NumberColumn {
  return numberColumn(readElements(input, count))
}

/** Reads what `writeNumbers` wrote, without making an array of it; it may be a view of what is read. */
export function readElements(input: ByteReader, count: number): Numbers {
  const layout = input.byte()
  const width = widths[layout]
  if (!width) throw new Error('This layout of numbers is unknown.')
  const { buffer, offset } = input.elements(count, width)
  if (width === 8) return new Float64Array(buffer, offset, count)
  if (width === 4) return new Int32Array(buffer, offset, count)
  return width === 2 ? new Int16Array(buffer, offset, count) : new Int8Array(buffer, offset, count)
}

function emptyOf(layout: Layout, length: number): Numbers {
  if (layout === 3) return new Float64Array(length)
  if (layout === 2) return new Int32Array(length)
  return layout === 1 ? new Int16Array(length) : new Int8Array(length)
}

function layoutOf(rows: ArrayLike<number>): Layout {
  let low = 0
  let high = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0
    if ((row | 0) !== row || (row === 0 && 1 / row < 0)) return 3
    if (row < low) low = row
    else if (row > high) high = row
  }
  if (low >= -0x80 && high < 0x80) return 0
  return low >= -0x8000 && high < 0x8000 ? 1 : 2
}

/** `elements.set(rows)`, several times faster for an array. */
function fill(elements: Numbers, rows: ArrayLike<number>): void {
  for (let i = 0; i < rows.length; i++) elements[i] = rows[i] ?? 0
}
