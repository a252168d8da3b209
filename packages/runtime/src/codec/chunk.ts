import type { Column } from '../columns/column.ts'
import { rowsOf, rowsOfAll } from '../columns/rows-of.ts'
import type { ByteReader } from './byte-reader.ts'
import { readColumn, writeColumn, writeColumns } from './column.ts'
import { seal, unseal } from './envelope.ts'
import { explainRefusal, failureOf } from './explain-refusal.ts'

/**
 * Encodes records: each arrives exactly as it was, or the whole chunk is refused.
 *
 * What travels: everything that `structuredClone` copies, except that repeated references become copies, a Buffer
 * becomes a Uint8Array, a view takes along only the bytes that it shows, and getters become their values.
 *
 * @throws AtomicError ATOMIC4001 with the path to the value that cannot travel.
 */
export function encodeChunk(rows: readonly unknown[]): Uint8Array {
  try {
    return seal('chunk', (out) => {
      out.uint32(rows.length)
      writeColumn(out, rows)
    })
  } catch (error) {
    const record = rows.find((row) => failureOf(row) !== undefined)
    throw explainRefusal(record, 'record', error)
  }
}

/** Encodes records that lie in columns already. */
export function encodeColumn(column: Column): Uint8Array {
  try {
    return seal('chunk', (out) => {
      out.uint32(column.length)
      writeColumns(out, column)
    })
  } catch (error) {
    const record = rowsOf(column).find((row) => failureOf(row) !== undefined)
    throw explainRefusal(record, 'record', error)
  }
}

/**
 * Decodes what `encodeChunk` made. The records share nothing with the bytes, which may lie in shared memory.
 *
 * @throws AtomicError ATOMIC4004 when the bytes are damaged.
 */
export function decodeChunk(bytes: Uint8Array): unknown[] {
  return unseal('chunk', bytes, (input) => rowsOf(readRecords(input)))
}

/** The records of several chunks, one after the other. */
export function decodeChunks(chunks: readonly Uint8Array[]): unknown[] {
  return rowsOfAll(chunks.map(decodeColumn))
}

/**
 * Decodes what `encodeChunk` made as a column, which may be a view of the bytes.
 *
 * @throws AtomicError ATOMIC4004 when the bytes are damaged.
 */
export function decodeColumn(bytes: Uint8Array): Column {
  return unseal('chunk', bytes, readRecords)
}

function readRecords(input: ByteReader): Column {
  const count = input.uint32()
  const column = readColumn(input, count)
  if (column.length !== count) throw new Error(`There should be ${count} records.`)
  return column
}
