import { crc32 } from 'node:zlib'
import type { ColumnMetaData } from 'hyparquet'
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js'

/**
 * Looks at the headers of a column's pages before the library believes them: a damaged count would keep it busy for
 * hours. Checksums of pages are compared where the writer left any.
 *
 * @param bytes those of the column, as its file has them
 * @throws Error when the pages are not what the file's end says of them
 */
export function checkPages(bytes: Uint8Array, meta: ColumnMetaData): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const reader = { view, offset: 0 }
  const wanted = Number(meta.num_values)
  const largest = Number(meta.total_uncompressed_size)
  let values = 0
  while (values < wanted) {
    const header = pageHeader(deserializeTCompactProtocol(reader))
    const end = reader.offset + header.compressed
    if (header.compressed < 0 || end > bytes.length) throw new Error('a page is longer than its column')
    if (header.uncompressed < 0 || header.uncompressed > largest)
      throw new Error('a page is larger than its column')
    if (header.crc !== undefined && header.crc !== crc32(bytes.subarray(reader.offset, end)) >> 0)
      throw new Error('the checksum of a page differs')
    // Only bits are packed without a byte each, and those are no dictionary.
    if (header.keys < 0 || header.keys > header.uncompressed)
      throw new Error('a dictionary has too many values')
    if (header.values < 0) throw new Error('a page has less than no values')
    values += header.values
    reader.offset = end
  }
  if (values > wanted) throw new Error(`its pages have ${values} of ${wanted} values`)
}

/** What a page says of itself; the numbers of fields are those of the format. */
function pageHeader(fields: Readonly<Record<`field_${number}`, unknown>>): {
  readonly uncompressed: number
  readonly compressed: number
  readonly crc: number | undefined
  readonly values: number
  readonly keys: number
} {
  const { field_2: uncompressed, field_3: compressed, field_4: crc } = fields
  return {
    uncompressed: countIn(uncompressed),
    compressed: countIn(compressed),
    crc: typeof crc === 'number' ? crc : undefined,
    values: firstIn(fields.field_5) + firstIn(fields.field_8),
    keys: firstIn(fields.field_7),
  }
}

function firstIn(header: unknown): number {
  if (typeof header !== 'object' || header === null) return 0
  return countIn(Reflect.get(header, 'field_1'))
}

function countIn(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value
  throw new Error('the header of a page is not readable')
}
