import {
  areArrays,
  readLists,
  readTuples,
  splitPairs,
  splitTuples,
  tupleWidth,
  writeLists,
  writeTuples,
  type WriteColumn,
} from './array-column.ts'
import { anyColumn, type Column } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { areBigints, readBigints, writeBigints } from './bigint-column.ts'
import { areBooleans, readBooleans, writeBooleans } from './boolean-column.ts'
import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { splitIntPairs } from './int-pairs.ts'
import { readMixed, writeMixed } from './mixed-column.ts'
import { areNumbers, readNumbers, writeElements, writeNumbers } from './number-column.ts'
import { readOptionals, writeOptionals } from './optional-column.ts'
import { areStrings, readStrings, writeStrings, writeTexts, writeWords } from './string-column.ts'
import { areStructs, readStructs, writeNames, writeStructs } from './struct-column.ts'

/** The position is what is written; `mixed` holds whatever has no column of its own. */
const kinds = [
  'mixed',
  'numbers',
  'strings',
  'booleans',
  'bigints',
  'tuples',
  'lists',
  'structs',
  'optionals',
] as const

type ColumnKind = (typeof kinds)[number]

/** Fewer rows than this would pay for the description of their shape without using it often. */
const fewestStructs = 8

/** Columns of columns end here; a value that contains itself would never end. */
const deepest = 12

/** Columns next to each other end here: an object of objects of objects could have any number of them. */
const widest = 256

/** What `writeColumn` makes, and joins make of it, stays far below these limits; they end what only claims to be ours. */
const limits = { depth: 64, columns: 1 << 16 } as const

/**
 * Writes values that are alike next to each other: numbers as one typed array, strings as one text, arrays and objects
 * of one shape as a column for each part of them.
 *
 * @throws Refusal when a value cannot travel.
 */
export function writeColumn(out: ByteWriter, rows: readonly unknown[], depth = 0, width = 1): void {
  if (areNumbers(rows)) writeNumbers(tagged(out, 'numbers'), rows)
  else if (areStrings(rows)) writeStrings(tagged(out, 'strings'), rows)
  else if (areBooleans(rows)) writeBooleans(tagged(out, 'booleans'), rows)
  else if (areBigints(rows)) writeBigints(tagged(out, 'bigints'), rows)
  else if (depth === deepest || width > widest) writeMixed(tagged(out, 'mixed'), rows)
  else writeComposites(out, rows, (parts) => (inner) => writeColumn(out, inner, depth + 1, width * parts))
}

/** Writes a column as it is. */
export function writeColumns(out: ByteWriter, column: Column): void {
  switch (column.kind) {
    case 'numbers':
      return writeElements(tagged(out, 'numbers'), column.values)
    case 'words':
      return writeWords(tagged(out, 'strings'), column)
    case 'text':
      return writeTexts(tagged(out, 'strings'), column)
    case 'tuple':
      tagged(out, 'tuples').byte(column.columns.length)
      break
    case 'struct':
      writeNames(tagged(out, 'structs'), column.names)
      break
    case 'any':
      return writeColumn(out, column.values)
  }
  for (const each of column.columns) writeColumns(out, each)
}

/** Reads `count` values that `writeColumn` wrote. The column may be a view of what is read. */
export function readColumn(input: ByteReader, count: number): Column {
  return readCounted(input, count, { columns: 0, depth: 0 })
}

/** What was read already of a column of columns. */
interface Seen {
  columns: number
  readonly depth: number
}

function readCounted(input: ByteReader, count: number, seen: Seen): Column {
  if (++seen.columns > limits.columns || seen.depth > limits.depth)
    throw new Error('There are too many columns.')
  const column = readKind(input, count, (inner) => {
    const below = { columns: seen.columns, depth: seen.depth + 1 }
    const read = readCounted(input, inner, below)
    seen.columns = below.columns
    return read
  })
  if (column.length !== count) throw new Error(`There should be ${count} values.`)
  return column
}

function readKind(input: ByteReader, count: number, readInner: (count: number) => Column): Column {
  const readRows = (inner: number): unknown[] => rowsOf(readInner(inner))
  switch (kinds[input.byte()]) {
    case 'numbers':
      return readNumbers(input, count)
    case 'strings':
      return readStrings(input, count)
    case 'booleans':
      return anyColumn(readBooleans(input, count))
    case 'bigints':
      return anyColumn(readBigints(input, count))
    case 'tuples':
      return readTuples(input, count, readInner)
    case 'lists':
      return anyColumn(readLists(input, count, readRows))
    case 'structs':
      return readStructs(input, count, readInner)
    case 'optionals':
      return anyColumn(readOptionals(input, count, readRows))
    case 'mixed':
      return anyColumn(readMixed(input))
    case undefined:
    default:
      throw new Error('This kind of column is unknown.')
  }
}

function writeComposites(
  out: ByteWriter,
  rows: readonly unknown[],
  writeParts: (parts: number) => WriteColumn,
): void {
  const ints = splitIntPairs(rows)
  const pairs = ints ? undefined : splitPairs(rows)
  if (ints) {
    tagged(out, 'tuples').byte(ints.length)
    for (const part of ints) writeElements(tagged(out, 'numbers'), part)
  } else if (pairs) {
    writeTuples(tagged(out, 'tuples'), pairs, writeParts(pairs.length))
  } else if (areArrays(rows)) {
    const width = tupleWidth(rows)
    if (width === undefined) writeLists(tagged(out, 'lists'), rows, writeParts(1))
    else writeTuples(tagged(out, 'tuples'), splitTuples(rows, width), writeParts(width))
  } else if (rows.length >= fewestStructs && areStructs(rows)) {
    writeStructs(tagged(out, 'structs'), rows, writeParts(Object.keys(rows[0] ?? {}).length))
  } else if (rows.includes(null) || rows.includes(undefined)) {
    writeOptionals(tagged(out, 'optionals'), rows, writeParts(1))
  } else {
    writeMixed(tagged(out, 'mixed'), rows)
  }
}

function tagged(out: ByteWriter, kind: ColumnKind): ByteWriter {
  out.byte(kinds.indexOf(kind))
  return out
}
