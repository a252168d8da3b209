import { tupleColumn, type Column, type TupleColumn } from '../columns/column.ts'
import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { readLengths } from './lengths.ts'
import { areNumbers, writeNumbers } from './number-column.ts'
import { roomFor } from './room-for.ts'

/** Writes a column inside of a column. */
export type WriteColumn = (rows: readonly unknown[]) => void
type ReadColumn = (count: number) => unknown[]
type Rows = readonly (readonly unknown[])[]

/** Wider tuples are written as lists, whose elements share one column and one dictionary. */
const widestTuple = 8
/** The same for tuples of numbers, which have no dictionaries, unless they are few for the columns that they need. */
const widestOfNumbers = 32
const manyRows = 32

/**
 * Whether the column can be written as tuples or lists: every row is an array, of no class of its own and without
 * holes. Named properties are looked for where they occur in practice: on the result of `RegExp.exec`, and on the first
 * row; on each of a million pairs, the search would cost more than the encoding.
 */
export function areArrays(rows: readonly unknown[]): rows is Rows {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    if (!Array.isArray(row) || Object.getPrototypeOf(row) !== Array.prototype) return false
    for (let j = 0; j < row.length; j++) if (row[j] === undefined && !(j in row)) return false
    if ('index' in row) return false
  }
  const [first] = rows
  return Array.isArray(first) && Object.keys(first).length === first.length
}

/**
 * The length that all rows have, when a tuple of columns suits them. Empty arrays do not: any number of them would take
 * no bytes.
 */
export function tupleWidth(rows: Rows): number | undefined {
  const [first = []] = rows
  const width = first.length
  const isLong = rows.length >= manyRows && areNumbers(first)
  if (width === 0 || width > (isLong ? widestOfNumbers : widestTuple)) return undefined
  for (let i = 0; i < rows.length; i++) if (rows[i]?.length !== width) return undefined
  return width
}

/**
 * The keys and the values of pairs; undefined when a row is anything that `areArrays` refuses, or no pair. Pairs are the
 * common case: one look at each is enough.
 */
export function splitPairs(rows: readonly unknown[]): [keys: unknown[], values: unknown[]] | undefined {
  const [first] = rows
  if (!Array.isArray(first) || first.length !== 2 || Object.keys(first).length !== 2) return undefined
  const keys = roomFor<unknown>(rows.length)
  const values = roomFor<unknown>(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const row: unknown = rows[i]
    if (!isPair(row)) return undefined
    const key: unknown = row[0]
    const value: unknown = row[1]
    if ((key === undefined && !(0 in row)) || (value === undefined && !(1 in row))) return undefined
    keys[i] = key
    values[i] = value
  }
  return [keys, values]
}

/** Whether a row is an array of two, of no class of its own; whether it has holes is told by its elements. */
export function isPair(row: unknown): row is readonly [unknown, unknown] {
  if (!Array.isArray(row) || row.length !== 2) return false
  return Object.getPrototypeOf(row) === Array.prototype && !('index' in row)
}

/** Arrays of one length as a column for each position. */
export function splitTuples(rows: Rows, width: number): unknown[][] {
  return Array.from({ length: width }, (_, i) => columnAt(rows, i))
}

/** Writes arrays of one length, of which each position is a column. */
export function writeTuples(
  out: ByteWriter,
  columns: readonly (readonly unknown[])[],
  writeColumn: WriteColumn,
): void {
  out.byte(columns.length)
  for (const column of columns) writeColumn(column)
}

function columnAt(rows: Rows, position: number): unknown[] {
  const column = roomFor<unknown>(rows.length)
  for (let i = 0; i < rows.length; i++) column[i] = rows[i]?.[position]
  return column
}

/** Reads what `writeTuples` wrote. */
export function readTuples(
  input: ByteReader,
  count: number,
  readColumn: (count: number) => Column,
): TupleColumn {
  const width = input.byte()
  if (width === 0 || width > widestOfNumbers) throw new Error(`A tuple cannot have ${width} elements.`)
  const columns = Array.from({ length: width }, () => readColumn(count))
  return tupleColumn(columns, count)
}

/** Writes arrays of any lengths as one column of all their elements. */
export function writeLists(out: ByteWriter, rows: Rows, writeColumn: WriteColumn): void {
  const lengths = new Float64Array(rows.length)
  let total = 0
  for (let i = 0; i < rows.length; i++) total += lengths[i] = rows[i]?.length ?? 0
  const items = roomFor<unknown>(total)
  let next = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? []
    for (let j = 0; j < row.length; j++) items[next++] = row[j]
  }
  out.uint32(total)
  writeNumbers(out, lengths)
  writeColumn(items)
}

/** Reads what `writeLists` wrote. */
export function readLists(input: ByteReader, count: number, readColumn: ReadColumn): unknown[][] {
  const total = input.uint32()
  const { lengths, total: found } = readLengths(input, count)
  if (found !== total) throw new Error('The items and the lengths of their lists differ.')
  // Parts of an array that the engine knows to have no holes have none either, and no room to grow.
  const items = readColumn(total).toSpliced(0, 0)
  const rows = roomFor<unknown[]>(count)
  let start = 0
  for (let i = 0; i < count; i++) rows[i] = items.slice(start, (start += lengths[i] ?? 0))
  return rows
}
