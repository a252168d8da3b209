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
  // In an object literal, which the reader uses, this name would set the prototype.
  if (names.length > widestStruct || names.includes('__proto__')) return false
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
  out.uint32(names.length)
  writeStrings(out, names)
  for (const name of names) {
    const column = roomFor<unknown>(rows.length)
    for (let i = 0; i < rows.length; i++) column[i] = rows[i]?.[name]
    writeColumn(column)
  }
}

/** Reads what `writeStructs` wrote. */
export function readStructs(
  input: ByteReader,
  count: number,
  readColumn: (count: number) => unknown[],
): PlainRecord[] {
  const names = readStrings(input, input.uint32())
  const columns = names.map(() => readColumn(count))
  return builderOf(names)(columns, count, roomFor(count))
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

type Build = (columns: readonly (readonly unknown[])[], count: number, rows: PlainRecord[]) => PlainRecord[]

const builders = new Map<string, Build>()
const keptBuilders = 256

/** An object literal makes objects several times faster than setting their properties by computed names. */
function builderOf(names: readonly string[]): Build {
  const shape = JSON.stringify(names)
  const known = builders.get(shape)
  if (known) return known
  const fields = names.map((name, i) => `${JSON.stringify(name)}: column${i}[row]`)
  const build = compile(`
    const [${names.map((_, i) => `column${i}`).join(', ')}] = columns
    for (let row = 0; row < count; row++) rows[row] = { ${fields.join(', ')} }
    return rows`)
  if (builders.size >= keptBuilders) builders.clear()
  builders.set(shape, build)
  return build
}

function compile(body: string): Build {
  // Names come in as JSON strings only, so that no data can become code.
  // oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-type-assertion
  return new Function('columns', 'count', 'rows', body) as Build
}
