import type { Column, StructColumn } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { readStrings, writeStrings } from './string-column.ts'
import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { roomFor } from './room-for.ts'

export type PlainRecord = Readonly<Record<string, unknown>>

/** Objects with more properties are likely dictionaries, of which no two have the same names. */
const widestStruct = 64

/**
 * Whether the column can be written as structs: every row is a plain object, and all have the same properties in the
 * same order.
 */
export function areStructs(rows: readonly unknown[]): rows is readonly PlainRecord[] {
  const [first] = rows
  if (!isPlain(first)) return false
  const names = Object.keys(first)
  if (!areNames(names)) return false
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    if (!isPlain(row) || !hasExactly(row, names)) return false
  }
  return true
}

/** Writes objects of one shape as a column for each property. */
export function writeStructs(
  out: ByteWriter,
  rows: readonly PlainRecord[],
  writeColumn: (rows: readonly unknown[]) => void,
): void {
  const names = Object.keys(rows[0] ?? {})
  writeNames(out, names)
  for (const name of names) {
    const column = roomFor<unknown>(rows.length)
    for (let i = 0; i < rows.length; i++) column[i] = rows[i]?.[name]
    writeColumn(column)
  }
}

/** Writes the names of the properties; a column for each follows. */
export function writeNames(out: ByteWriter, names: readonly string[]): void {
  out.uint32(names.length)
  writeStrings(out, names)
}

/** Reads what `writeStructs` wrote. */
export function readStructs(
  input: ByteReader,
  count: number,
  readColumn: (count: number) => Column,
): StructColumn {
  const names = rowsOf(readStrings(input, input.uint32())) as string[]
  if (!areNames(names)) throw new Error('An object cannot have these properties.')
  return { kind: 'struct', length: count, names, columns: names.map(() => readColumn(count)) }
}

/** Whether a struct can have them. Objects without properties are none: any number of them would take no bytes. */
function areNames(names: readonly string[]): boolean {
  if (names.length === 0 || names.length > widestStruct) return false
  // In an object literal, which the reader uses, this name would set the prototype.
  return !names.includes('__proto__') && new Set(names).size === names.length
}

function isPlain(row: unknown): row is PlainRecord {
  return typeof row === 'object' && row !== null && Object.getPrototypeOf(row) === Object.prototype
}

function hasExactly(row: PlainRecord, names: readonly string[]): boolean {
  let i = 0
  // Twice as fast as Object.keys: no array. It would find inherited names too, but Object.prototype has none to find.
  for (const name in row) if (name !== names[i++]) return false
  return i === names.length && Object.getOwnPropertySymbols(row).length === 0
}
