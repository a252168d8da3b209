import { crc32 } from 'node:zlib'
import type { ColumnMetaData } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import { bitsOf, checkHybrid, type Hybrid } from './check-hybrid.ts'
import type { Leaf } from './leaf.ts'

/** A page whose header can be believed. */
export interface Page {
  readonly kind: 'dictionary' | 'data' | 'data2'
  readonly encoding: string
  /** Values and nulls. */
  readonly values: number
  /** Values that are there; known only where levels are not packed together with them. */
  readonly present?: number
  /** Records that begin in it; known only where levels are not packed together with values. */
  readonly rows?: number
  /** How many values the dictionary of its column has. */
  readonly dictionary: number
  /** Whether levels are packed in a way that nobody uses any more. */
  readonly hasOldLevels?: boolean
}

type Header = ReturnType<typeof parquetHeader>

/**
 * Looks at the headers of a column's pages before the library believes them: a damaged count would keep it busy for
 * hours. Checksums of pages are compared where the writer left any.
 *
 * @param bytes those of the column, as its file has them
 * @param unpacked hears the content of pages that say that they are not packed
 * @throws Error when the pages are not what the file's end says of them
 */
export function checkPages(
  bytes: Uint8Array,
  meta: ColumnMetaData,
  leaf: Leaf,
  unpacked: (content: Uint8Array, page: Page) => void,
): Page[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const reader = { view, offset: 0 }
  const wanted = Number(meta.num_values)
  const largest = Number(meta.total_uncompressed_size)
  const pages: Page[] = []
  let values = 0
  let dictionary = 0
  while (values < wanted) {
    const header = parquetHeader(reader)
    const body = bytes.subarray(reader.offset, reader.offset + header.compressed_page_size)
    checkSizes(header, body, largest)
    reader.offset += body.length
    const page: Page = { ...pageOf(header, body, leaf), dictionary }
    if (page.kind === 'dictionary') dictionary = page.values
    else values += page.values
    if (values > wanted) throw new Error(`its pages have ${values} of ${wanted} values`)
    if (header.data_page_header_v2?.is_compressed === false) unpacked(body.subarray(levelBytes(header)), page)
    else pages.push(page)
  }
  // Of lists, the library takes whatever follows for another page.
  if (leaf.repetitions > 0 && reader.offset !== bytes.length)
    throw new Error('something follows its last page')
  return pages
}

function checkSizes(
  { compressed_page_size: packed, uncompressed_page_size: size, crc }: Header,
  body: Uint8Array,
  largest: number,
): void {
  if (!isCount(packed) || packed !== body.length) throw new Error('a page is longer than its column')
  if (!isCount(size) || size > largest) throw new Error('a page is larger than its column')
  if (crc !== undefined && crc !== crc32(body) >> 0) throw new Error('the checksum of a page differs')
}

function pageOf(header: Header, body: Uint8Array, leaf: Leaf): Omit<Page, 'dictionary'> {
  const {
    type,
    data_page_header: data,
    data_page_header_v2: data2,
    dictionary_page_header: dictionary,
  } = header
  if (type === 'DICTIONARY_PAGE' && dictionary)
    return { kind: 'dictionary', encoding: 'PLAIN', values: counted(dictionary.num_values) }
  if (type === 'DATA_PAGE' && data) {
    const hasOldLevels =
      (leaf.definitions > 0 && data.definition_level_encoding !== 'RLE') ||
      (leaf.repetitions > 0 && data.repetition_level_encoding !== 'RLE')
    return { kind: 'data', encoding: data.encoding, values: counted(data.num_values), hasOldLevels }
  }
  if (type === 'DATA_PAGE_V2' && data2) {
    const forLists = counted(data2.repetition_levels_byte_length)
    const levels = forLists + counted(data2.definition_levels_byte_length)
    if (levels > body.length || levels > header.uncompressed_page_size)
      throw new Error('the levels of a page are longer than it is')
    const { num_values: values, num_nulls: nulls, num_rows: rows } = data2
    counted(values)
    const inLists = levelsOf(body, { start: 0, end: forLists, most: leaf.repetitions, count: values })
    const ofNulls = levelsOf(body, { start: forLists, end: levels, most: leaf.definitions, count: values })
    if (ofNulls.largest !== values - nulls || inLists.zeros !== rows)
      throw new Error('a page has not as many values and records as it says')
    return { kind: 'data2', encoding: data2.encoding, values, present: ofNulls.largest, rows }
  }
  throw new Error('the header of a page is not readable')
}

/** What the levels of a page say: all that there is has level 0, where no other is. */
export function levelsOf(
  bytes: Uint8Array,
  { start, end, most, count }: Omit<Hybrid, 'width'>,
): { readonly zeros: number; readonly largest: number } {
  if (most === 0) return { zeros: count, largest: count }
  return checkHybrid(bytes, { start, end, width: bitsOf(most), count, most })
}

function levelBytes({ data_page_header_v2: header }: Header): number {
  return (header?.repetition_levels_byte_length ?? 0) + (header?.definition_levels_byte_length ?? 0)
}

function counted(count: unknown): number {
  if (isCount(count)) return count
  throw new Error('a page has no number of values')
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}
