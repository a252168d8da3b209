import { deltaBinaryUnpack } from 'hyparquet/src/delta.js'
import { readVarInt } from 'hyparquet/src/thrift.js'
import { checkHybrid } from './check-hybrid.ts'
import { levelsOf, type Page } from './check-pages.ts'
import type { Leaf } from './leaf.ts'

/**
 * Holds the content of a page against what its header says, before the library makes values of it: it takes the lengths
 * in there as they come, and reads on behind the end of a page.
 *
 * @param content of the page, unpacked
 * @returns how many records begin in the page
 * @throws Error
 */
export function checkContent(content: Uint8Array, page: Page, leaf: Leaf): number {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  if (page.kind !== 'data') {
    checkValues(view, 0, page.present ?? page.values, page, leaf)
    return page.rows ?? 0
  }
  if (page.hasOldLevels) throw new Error('its levels are packed as BIT_PACKED, which nobody writes any more')
  const lists = levels(0, leaf.repetitions)
  const nulls = levels(lists.end, leaf.definitions)
  checkValues(view, nulls.end, nulls.largest, page, leaf)
  return lists.zeros

  function levels(at: number, most: number): { zeros: number; largest: number; end: number } {
    const start = most === 0 ? at : at + 4
    const end = most === 0 ? at : start + view.getUint32(at, true)
    return { ...levelsOf(content, { start, end, most, count: page.values }), end }
  }
}

function checkValues(
  view: DataView,
  at: number,
  count: number,
  { encoding, dictionary }: Page,
  leaf: Leaf,
): void {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  const end = view.byteLength
  switch (encoding) {
    case 'PLAIN':
      return sameEnd(plainEnd(view, at, count, leaf), end)
    case 'BYTE_STREAM_SPLIT':
      return sameEnd(at + count * widthOf(leaf), end)
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
      if (count === 0) return
      if (dictionary === 0) throw new Error('a page has no dictionary')
      checkHybrid(bytes, { start: at + 1, end, width: view.getUint8(at), count, most: dictionary - 1 })
      return
    case 'RLE': {
      if (leaf.type !== 'BOOLEAN') throw new Error(`a page of ${leaf.type} is encoded as RLE`)
      const length = view.getUint32(at, true)
      checkHybrid(bytes, { start: at + 4, end: at + 4 + length, width: 1, count, most: 1 })
      return
    }
    case 'DELTA_BINARY_PACKED':
      if (leaf.type === 'INT32' || leaf.type === 'INT64') return checkDeltas(view, at, count)
      break
    case 'DELTA_LENGTH_BYTE_ARRAY':
      if (leaf.type === 'BYTE_ARRAY') return checkLengths(view, at, count)
      break
    case 'DELTA_BYTE_ARRAY':
      if (leaf.type === 'BYTE_ARRAY' || leaf.type === 'FIXED_LEN_BYTE_ARRAY')
        return checkPrefixes(view, at, count)
      break
  }
  throw new Error(`a page of ${leaf.type} is encoded as ${encoding}, which is not known`)
}

function plainEnd(view: DataView, start: number, count: number, leaf: Leaf): number {
  if (leaf.type === 'BOOLEAN') return start + Math.ceil(count / 8)
  if (leaf.type !== 'BYTE_ARRAY') return start + count * widthOf(leaf)
  let at = start
  for (let i = 0; i < count; i++) at += 4 + view.getUint32(at, true)
  return at
}

function sameEnd(found: number, end: number): void {
  if (found !== end) throw new Error(`the values of a page take ${found} bytes, and it has ${end}`)
}

const widths = { INT32: 4, FLOAT: 4, INT64: 8, DOUBLE: 8, INT96: 12 } as const

function widthOf({ type, typeLength }: Leaf): number {
  if (type === 'FIXED_LEN_BYTE_ARRAY' && typeLength > 0) return typeLength
  const width = widths[type as keyof typeof widths] as number | undefined
  if (width === undefined) throw new Error(`values of the type ${type} have no length`)
  return width
}

/** The header of deltas: the library would make room for as many blocks as it says. */
function checkDeltas(view: DataView, at: number, count: number): void {
  const reader = { view, offset: at }
  const block = readVarInt(reader)
  const blocks = readVarInt(reader)
  const total = readVarInt(reader)
  const fits = block > 0 && block <= largestBlock && blocks > 0 && block % blocks === 0
  if (!fits || total !== count) throw new Error('the header of differences does not fit its page')
}

const largestBlock = 1 << 20

/** Where the bytes of texts begin, and how long each is. */
function lengthsAt(
  view: DataView,
  at: number,
  count: number,
): { readonly lengths: Int32Array; readonly end: number } {
  checkDeltas(view, at, count)
  const lengths = new Int32Array(count)
  const reader = { view, offset: at }
  deltaBinaryUnpack(reader, count, lengths)
  if (lengths.some((length) => length < 0)) throw new Error('a length is negative')
  return { lengths, end: reader.offset }
}

function checkLengths(view: DataView, at: number, count: number): void {
  const { lengths, end } = lengthsAt(view, at, count)
  sameEnd(sum(lengths, end), view.byteLength)
}

function checkPrefixes(view: DataView, at: number, count: number): void {
  const prefixes = lengthsAt(view, at, count)
  const suffixes = lengthsAt(view, prefixes.end, count)
  sameEnd(sum(suffixes.lengths, suffixes.end), view.byteLength)
  let before = 0
  for (const [i, prefix] of prefixes.lengths.entries()) {
    if (prefix > before) throw new Error('a text begins with more of the one before it than there is')
    before = prefix + (suffixes.lengths[i] ?? 0)
  }
}

function sum(lengths: Int32Array, from: number): number {
  return lengths.reduce((total, length) => total + length, from)
}
