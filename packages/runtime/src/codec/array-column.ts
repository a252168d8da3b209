import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { readNumbers, writeNumbers } from './number-column.ts'

type Rows = readonly (readonly unknown[])[]

/** Writes a column inside of a column. */
export type WriteColumn = (rows: readonly unknown[]) => void
type ReadColumn = (count: number) => unknown[]

/** Wider tuples are written as lists, whose elements share one column. */
const widestTuple = 8

/**
 * Whether the column can be written as tuples or lists: every row is an array, of no class of its own and without
 * holes. Named properties are looked for where they occur in practice: on the result of `RegExp.exec`, and on the first
 * row; on each of a million pairs, the search would cost more than the encoding.
 */
export function areArrays(rows: readonly unknown[]): rows is Rows {
  for (const row of rows) {
    if (!Array.isArray(row) || Object.getPrototypeOf(row) !== Array.prototype) return false
    if ('index' in row || hasHole(row)) return false
  }
  const [first] = rows
  return Array.isArray(first) && Object.keys(first).length === first.length
}

/** The length that all rows have, when a tuple of columns suits them. */
export function tupleWidth(rows: Rows): number | undefined {
  const width = rows[0]?.length ?? 0
  if (width > widestTuple) return undefined
  for (const row of rows) if (row.length !== width) return undefined
  return width
}

/** Writes arrays of one length as a column for each position. */
export function writeTuples(out: ByteWriter, rows: Rows, writeColumn: WriteColumn): void {
  const width = tupleWidth(rows) ?? 0
  out.byte(width)
  for (let i = 0; i < width; i++) writeColumn(rows.map((row) => row[i]))
}

/** Reads what `writeTuples` wrote. */
export function readTuples(input: ByteReader, count: number, readColumn: ReadColumn): unknown[][] {
  const columns = Array.from({ length: input.byte() }, () => readColumn(count))
  const [first, second] = columns
  // Pairs are the common case, and a literal is the fastest way to make an array.
  if (columns.length === 2 && first && second) return first.map((item, i) => [item, second[i]])
  return Array.from({ length: count }, (_, i) => columns.map((column) => column[i]))
}

/** Writes arrays of any lengths as one column of all their elements. */
export function writeLists(out: ByteWriter, rows: Rows, writeColumn: WriteColumn): void {
  const lengths: number[] = []
  const items: unknown[] = []
  for (const row of rows) {
    lengths.push(row.length)
    for (const item of row) items.push(item)
  }
  out.uint32(items.length)
  writeNumbers(out, lengths)
  writeColumn(items)
}

/** Reads what `writeLists` wrote. */
export function readLists(input: ByteReader, count: number, readColumn: ReadColumn): unknown[][] {
  const total = input.uint32()
  const lengths = readNumbers(input, count)
  const items = readColumn(total)
  let start = 0
  return lengths.map((length) => items.slice(start, (start += length)))
}

function hasHole(row: readonly unknown[]): boolean {
  for (let i = 0; i < row.length; i++) if (row[i] === undefined && !(i in row)) return true
  return false
}
