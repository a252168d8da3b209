import { gunzipSync } from 'node:zlib'
import { isAtomicError } from '@atomic-ts/core/internal'
import {
  parquetMetadataAsync,
  parquetReadObjects,
  type AsyncBuffer,
  type ColumnMetaData,
  type FileMetaData,
  type RowGroup,
} from 'hyparquet'
import { compressors, decompressLz4Raw } from 'hyparquet-compressors'
import { malformed, messageOf } from '../malformed.ts'
import type { RandomAccess } from '../random-access.ts'
import { checkPages } from './check-pages.ts'
import { checkReadable } from './check-readable.ts'
import { finishValue, parsersFor, type ParquetValues } from './parquet-values.ts'

/** How a Parquet file is read. */
export interface ParquetReading extends ParquetValues {
  /** The columns to read; all, when left out. Bytes of others are not touched. */
  readonly columns?: readonly string[] | undefined
}

/**
 * The records of the row groups that start in bytes `start` to `end`, a row group at a time.
 * @throws ATOMIC5002 when the file cannot be read, ATOMIC5008 when it is damaged or holds what cannot be told
 */
export async function* readParquet(
  file: RandomAccess,
  { start, end }: { readonly start: number; readonly end: number },
  { columns, ...values }: ParquetReading,
): AsyncGenerator<unknown[]> {
  const metadata = await orMalformed(file, 'its end cannot be read', () =>
    metadataOf(file, asyncBuffer(file)),
  )
  checkReadable(file.path, metadata, columns, values.lossy ?? false)
  const parsers = parsersFor(file.path, values)
  const finish = finishValue(file.path, values)
  let rowStart = 0
  for (const [i, group] of metadata.row_groups.entries()) {
    const rowEnd = rowStart + Number(group.num_rows)
    const at = startOf(group)
    if (at >= start && at < end && rowEnd > rowStart) {
      const reading = {
        file: asyncBuffer(file, group),
        metadata,
        rowStart,
        rowEnd,
        compressors: codecs,
        parsers,
        utf8: false,
      }
      const rows = await orMalformed(file, `row group ${i}, at byte ${at}, cannot be read`, () =>
        parquetReadObjects({ ...reading, ...(columns && { columns: [...columns] }), geoparquet: false }),
      )
      if (rows.length !== rowEnd - rowStart)
        throw malformed(
          file.path,
          ` is damaged: row group ${i} has ${rows.length} of ${rowEnd - rowStart} records.`,
          fix,
        )
      yield rows.map(finish)
    }
    rowStart = rowEnd
  }
}

const codecs = {
  ...compressors,
  GZIP: (bytes: Uint8Array) => gunzipSync(bytes),
  // A page of nulls holds no values: the library takes the one byte of its block for a match.
  LZ4_RAW: (bytes: Uint8Array, length: number) =>
    length === 0 ? new Uint8Array(0) : decompressLz4Raw(bytes, length),
}

const fix = 'Write or copy the file again.'

async function metadataOf(file: RandomAccess, buffer: AsyncBuffer): Promise<FileMetaData> {
  if (file.size < 12) throw new Error(`a Parquet file has at least 12 bytes, and this one ${file.size}`)
  return parquetMetadataAsync(buffer, { geoparquet: false })
}

/** Where a row group starts in its file. */
function startOf({ columns, file_offset }: RowGroup): number {
  const starts = columns.flatMap(({ meta_data: of }) =>
    of
      ? [Number(of.dictionary_page_offset ?? of.data_page_offset), Number(of.data_page_offset)].filter(
          Boolean,
        )
      : [],
  )
  return starts.length > 0 ? Math.min(...starts) : Number(file_offset ?? 4)
}

/** @param group whose columns are looked at before they are decoded */
function asyncBuffer(file: RandomAccess, group?: RowGroup): AsyncBuffer {
  return {
    byteLength: file.size,
    async slice(start, end = file.size) {
      const from = start < 0 ? Math.max(0, file.size + start) : start
      const to = end < 0 ? file.size + end : end
      if (from > to || to > file.size)
        throw new Error(`bytes ${from} to ${to} are not in the file of ${file.size}`)
      const bytes = await file.read(from, to)
      for (const { meta_data: meta } of group?.columns ?? []) {
        if (!meta) continue
        const { start: first, end: last } = rangeOf(meta)
        if (Number(meta.num_values) < Number(group?.num_rows))
          throw new Error('a column has fewer values than there are records')
        if (first >= from && last <= to) checkPages(bytes.subarray(first - from, last - from), meta)
      }
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
    },
  }
}

/** Where a column lies in its file. */
function rangeOf(meta: ColumnMetaData): { readonly start: number; readonly end: number } {
  const start = Number(meta.dictionary_page_offset || meta.data_page_offset)
  return { start, end: start + Number(meta.total_compressed_size) }
}

async function orMalformed<T>({ path }: RandomAccess, what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    if (isAtomicError(cause)) throw cause
    throw malformed(path, ` is damaged, or is no Parquet file: ${what} (${messageOf(cause)}).`, fix, cause)
  }
}
