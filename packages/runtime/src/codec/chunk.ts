import { isColumn, type Column, type Rows } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { readColumn, writeColumn, writeColumns } from './column.ts'
import { addChecksum, headerSize, sealShared, unseal } from './envelope.ts'
import { explainRefusal, failureOf } from './explain-refusal.ts'

/**
 * Encodes records: each arrives exactly as it was, or the whole chunk is refused.
 *
 * What travels: everything that `structuredClone` copies, except that repeated references become copies, a Buffer
 * becomes a Uint8Array, a view takes along only the bytes that it shows, and getters become their values.
 *
 * @throws AtomicError ATOMIC4001 with the path to the value that cannot travel.
 */
export function encodeChunk(rows: Rows): Uint8Array {
  const [bytes = nothing] = encodeChunks([rows], true)
  return bytes
}

/** As `encodeChunk`, for memory only: what damages nothing needs no checksum. Files want `addChunkChecksum` first. */
export function encodeInMemory(rows: Rows): Uint8Array {
  const [bytes = nothing] = encodeChunks([rows], false)
  return bytes
}

/** Gives a chunk a checksum, if it has none. */
export function addChunkChecksum(bytes: Uint8Array): Uint8Array {
  addChecksum('chunk', bytes)
  return bytes
}

const nothing = new Uint8Array(0)
// Where the number of records is: after the envelope's header.
const countAt = headerSize

/**
 * As `encodeInMemory`, of several chunks into memory that they share, and every thread can see. A chunk without records has
 * no bytes.
 */
export function encodeBuckets(buckets: readonly Rows[]): Uint8Array[] {
  return encodeChunks(
    buckets.map((rows) => (rows.length === 0 ? undefined : rows)),
    false,
  )
}

function encodeChunks(chunks: readonly (Rows | undefined)[], hasChecksum: boolean): Uint8Array[] {
  try {
    return sealShared(
      'chunk',
      chunks.map((rows) => rows && ((out) => writeRecords(out, rows))),
      hasChecksum,
    )
  } catch (error) {
    throw explainRefusal(refusedIn(chunks), 'record', error)
  }
}

function writeRecords(out: ByteWriter, rows: Rows): void {
  out.uint32(rows.length)
  if (isColumn(rows)) writeColumns(out, rows)
  else writeColumn(out, rows)
}

function refusedIn(chunks: readonly (Rows | undefined)[]): unknown {
  for (const rows of chunks) {
    const records = rows === undefined || !isColumn(rows) ? (rows ?? []) : rowsOf(rows)
    for (const record of records) if (failureOf(record) !== undefined) return record
  }
  return undefined
}

/**
 * Decodes what `encodeChunk` made. The records share nothing with the bytes, which may lie in shared memory.
 *
 * @throws AtomicError ATOMIC4004 when the bytes are damaged.
 */
export function decodeChunk(bytes: Uint8Array): unknown[] {
  return unseal('chunk', bytes, (input) => rowsOf(readRecords(input)))
}

/**
 * Decodes what `encodeChunk` made as a column, which may be a view of the bytes.
 *
 * @throws AtomicError ATOMIC4004 when the bytes are damaged.
 */
export function decodeColumn(bytes: Uint8Array): Column {
  return unseal('chunk', bytes, readRecords)
}

/** How many records an encoded chunk holds, without a look at them. */
export function recordsOfChunk(bytes: Uint8Array): number {
  return bytes.length < countAt + 4
    ? 0
    : new DataView(bytes.buffer, bytes.byteOffset).getUint32(countAt, true)
}

function readRecords(input: ByteReader): Column {
  const count = input.uint32()
  return readColumn(input, count)
}
