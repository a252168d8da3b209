import { crc32 } from 'node:zlib'
import { parquetHeader } from 'hyparquet/src/column.js'
import { ByteWriter, type ParquetWriter } from 'hyparquet-writer'
import { writePageHeader } from 'hyparquet-writer/src/datapage.js'
import { rangeOf } from './check-footer.ts'

/**
 * Gives every page of the row group that was written last a checksum, for which the library has no place: with them its
 * columns are a little longer, and so what it knows of them is changed, too.
 *
 * @param bytes those of the row group
 * @param start where they are in the file
 * @returns the bytes to write instead
 */
export function withChecksums(writer: ParquetWriter, bytes: Uint8Array, start: number): Uint8Array {
  const group = writer.row_groups.at(-1)
  if (!group) return bytes
  const out = new ByteWriter(bytes.length + 1024)
  const indexes = writer.pendingIndexes.slice(-group.columns.length)
  for (const [column, chunk] of group.columns.entries()) {
    const { meta_data: meta } = chunk
    if (!meta) throw new Error('A column was written without a place.')
    const { start: from, end } = rangeOf(meta)
    const shift = start + out.offset - from
    const pages = writePages(bytes.subarray(from - start, end - start), out)
    const growth = pages.reduce((sum, { growth: each }) => sum + each, 0)
    const isFirst = meta.dictionary_page_offset ? 1 : 0
    chunk.file_offset += BigInt(shift)
    meta.data_page_offset += BigInt(shift + (isFirst ? (pages[0]?.growth ?? 0) : 0))
    if (meta.dictionary_page_offset) meta.dictionary_page_offset += BigInt(shift)
    meta.total_compressed_size += BigInt(growth)
    meta.total_uncompressed_size += BigInt(growth)
    group.total_byte_size += BigInt(growth)
    group.total_compressed_size = (group.total_compressed_size ?? 0n) + BigInt(growth)
    const locations = indexes[column]?.offsetIndex?.page_locations
    for (const [i, location] of (locations ?? []).entries()) {
      const page = pages[isFirst + i]
      location.offset = BigInt(start + out.offset - (pages.at(-1)?.end ?? 0) + (page?.begin ?? 0))
      location.compressed_page_size += page?.growth ?? 0
    }
  }
  return out.getBytes()
}

/** A page that was written, by its bytes in its column. */
interface WrittenPage {
  readonly begin: number
  readonly end: number
  /** How much longer it is. */
  readonly growth: number
}

function writePages(column: Uint8Array, out: ByteWriter): WrittenPage[] {
  const reader = { view: new DataView(column.buffer, column.byteOffset, column.byteLength), offset: 0 }
  const first = out.offset
  const pages: WrittenPage[] = []
  while (reader.offset < column.length) {
    const before = reader.offset
    const header = parquetHeader(reader)
    const body = column.subarray(reader.offset, reader.offset + header.compressed_page_size)
    reader.offset += body.length
    const begin = out.offset - first
    writePageHeader(out, { ...header, crc: crc32(body) | 0 })
    out.appendBytes(body)
    const end = out.offset - first
    pages.push({ begin, end, growth: end - begin - (reader.offset - before) })
  }
  return pages
}
