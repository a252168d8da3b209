import { isAtomicError } from '@atomic-ts/core/internal'
import {
  parquetMetadataAsync,
  parquetReadObjects,
  type AsyncBuffer,
  type FileMetaData,
  type RowGroup,
} from 'hyparquet'
import { malformed, messageOf } from '../malformed.ts'
import type { RandomAccess } from '../random-access.ts'
import { checkFooter, rangeOf } from './check-footer.ts'
import { checkReadable } from './check-readable.ts'
import { leavesOf, type Leaf } from './leaf.ts'
import { finishValue, parsersFor, type ParquetValues } from './parquet-values.ts'
import { checkedColumns, type CheckedColumns } from './read-columns.ts'
import { loadUnpackers } from './unpack-page.ts'

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
  await loadUnpackers()
  const { metadata, leaves } = await orMalformed(file, 'its end cannot be read', () => metadataOf(file))
  checkReadable(file.path, metadata, columns, values.lossy ?? false)
  let column: CheckedColumns['current'] = () => undefined
  const parsers = parsersFor(file.path, values, () => column())
  const finish = finishValue(file.path, values)
  let rowStart = 0
  for (const [i, group] of metadata.row_groups.entries()) {
    const rowEnd = rowStart + Number(group.num_rows)
    const at = startOf(group)
    if (at >= start && at < end && rowEnd > rowStart) {
      const rows = await orMalformed(file, `row group ${i}, at byte ${at}, cannot be read`, async () => {
        const checked = checkedColumns(metadata, leaves, group)
        column = checked.current
        const read = await parquetReadObjects({
          ...{ file: asyncBuffer(file, checked.look), metadata: checked.metadata, rowStart, rowEnd },
          ...{ compressors: checked.compressors, parsers, utf8: false, geoparquet: false },
          ...(columns && { columns: [...columns] }),
        })
        checked.finish()
        return read.map(finish)
      })
      yield rows
    }
    rowStart = rowEnd
  }
}

const fix = 'Write or copy the file again.'

async function metadataOf(file: RandomAccess): Promise<{ metadata: FileMetaData; leaves: Leaf[] }> {
  if (file.size < 12) throw new Error(`a Parquet file has at least 12 bytes, and this one ${file.size}`)
  const metadata = await parquetMetadataAsync(asyncBuffer(file), { geoparquet: false })
  const leaves = leavesOf(metadata)
  checkFooter(metadata, leaves, file.size)
  return { metadata, leaves }
}

/** Where a row group starts in its file. */
function startOf({ columns }: RowGroup): number {
  return Math.min(...columns.map(({ meta_data: meta }) => (meta ? rangeOf(meta).start : 4)))
}

/** @param look hears bytes before they are decoded */
function asyncBuffer(file: RandomAccess, look?: CheckedColumns['look']): AsyncBuffer {
  return {
    byteLength: file.size,
    slice(start, end = file.size) {
      const bytes = slice(start, end)
      // The library asks for several ranges and awaits one after the other: when one fails, nobody hears of the others.
      bytes.catch(() => undefined)
      return bytes
    },
  }

  async function slice(start: number, end: number): Promise<ArrayBuffer> {
    const from = start < 0 ? Math.max(0, file.size + start) : start
    const to = end < 0 ? file.size + end : end
    if (from > to || to > file.size)
      throw new Error(`bytes ${from} to ${to} are not in the file of ${file.size}`)
    const bytes = await file.read(from, to)
    look?.(bytes, from)
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  }
}

async function orMalformed<T>({ path }: RandomAccess, what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    if (isAtomicError(cause)) throw cause
    throw malformed(path, ` is damaged, or is no Parquet file: ${what} (${messageOf(cause)}).`, fix, cause)
  }
}
