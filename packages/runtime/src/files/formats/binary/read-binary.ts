import type { TextSplit } from '@atomic-ts/core/internal'
import { readWhole } from '../../file-system.ts'
import type { SourceReading } from '../source-format.ts'

/**
 * One record for a file: its path and its bytes, as they are stored.
 * @throws ATOMIC5002 when the file cannot be read
 */
export async function* readBinaryFile(
  { file }: TextSplit,
  _options: object,
  { counts }: SourceReading,
): AsyncGenerator<unknown[]> {
  const bytes = await readWhole(file)
  counts.bytesRead += bytes.length
  counts.recordsRead++
  yield [[file.path, new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)]]
}

/** How records of one length are read. */
export interface BinaryRecordReading {
  readonly length: number
}

/**
 * The records of one length that start in a split.
 * @throws ATOMIC5002 when the file cannot be read
 */
export async function* readBinaryRecords(
  { file, start, end }: TextSplit,
  { length }: BinaryRecordReading,
  { counts }: SourceReading,
): AsyncGenerator<unknown[]> {
  const last = Math.ceil(end / length) * length
  const piece = Math.max(1, Math.floor(pieceBytes / length)) * length
  for (let from = Math.ceil(start / length) * length; from < last; from += piece) {
    const bytes = await readWhole(file, from, Math.min(last, from + piece))
    counts.bytesRead += bytes.length
    const records: Uint8Array[] = []
    for (let at = 0; at < bytes.length; at += length)
      records.push(Uint8Array.prototype.slice.call(bytes, at, at + length))
    counts.recordsRead += records.length
    yield records
  }
}

const pieceBytes = 1 << 18
