import { anyColumn, type Column, type TextColumn, type TextEncoding } from './column.ts'

/** No text of a column is longer, so that 32 bits say where a string begins. */
export const longestText: number = 2 ** 31 - 1

/**
 * Strings that are shorter on average are cut out of one string: faster than to decode each. The engine copies what is
 * shorter than this, while what is longer would keep the whole string alive.
 */
export const longestCut: number = 12

/** So many short strings are cut out of one at a time. */
const cutAtOnce = 1 << 14

/** The strings from one position up to another, each made anew. */
export function stringsOf(column: TextColumn, from = 0, to: number = column.length): string[] {
  const { starts, bytes, encoding } = column
  const strings: string[] = []
  if ((starts[to] ?? 0) - (starts[from] ?? 0) > longestCut * (to - from)) {
    for (let i = from; i < to; i++) strings.push(bytes.toString(encoding, starts[i], starts[i + 1]))
  } else {
    for (let at = from; at < to; at += cutAtOnce) cutOut(column, at, Math.min(at + cutAtOnce, to), strings)
  }
  return strings
}

function cutOut({ starts, bytes, encoding }: TextColumn, from: number, to: number, strings: string[]): void {
  const text = bytes.toString(encoding, starts[from], starts[to])
  let at = 0
  for (let i = from; i < to; i++) {
    const [start = 0, end = 0] = [starts[i], starts[i + 1]]
    const length = encoding === 'latin1' ? end - start : unitsOf(bytes, start, end, encoding)
    strings.push(length > longestCut ? bytes.toString(encoding, start, end) : text.slice(at, at + length))
    at += length
  }
}

/** How many code units some bytes stand for. */
function unitsOf(bytes: Buffer, start: number, end: number, encoding: TextEncoding): number {
  if (encoding === 'ucs2') return (end - start) >>> 1
  let units = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0
    // Of UTF-8, every byte but those that go on with a character; four bytes are two code units.
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1
  }
  return units
}

/** The column with strings in place of texts, for those who look at each string and pass it on. */
export function inStrings(column: Column): Column {
  if (column.kind === 'text') return anyColumn(stringsOf(column))
  return 'columns' in column ? { ...column, columns: column.columns.map(inStrings) } : column
}

/** The strings at some positions; undefined when their text is too long for a column. */
export function gatherText(
  { starts, bytes, encoding }: TextColumn,
  positions: Int32Array,
): TextColumn | undefined {
  const { length } = positions
  const gathered = new Int32Array(length + 1)
  let total = 0
  for (let i = 0; i < length; i++) {
    const position = positions[i] ?? 0
    total += (starts[position + 1] ?? 0) - (starts[position] ?? 0)
    if (total > longestText) return undefined
    gathered[i + 1] = total
  }
  const text = Buffer.allocUnsafeSlow(total)
  const from = viewOf(bytes)
  const to = viewOf(text)
  for (let i = 0; i < length; i++) {
    const position = positions[i] ?? 0
    let at = starts[position] ?? 0
    const end = starts[position + 1] ?? 0
    let out = gathered[i] ?? 0
    if (end - at > longText) {
      text.set(bytes.subarray(at, end), out)
      continue
    }
    for (; at + 4 <= end; at += 4, out += 4) to.setInt32(out, from.getInt32(at, true), true)
    for (; at < end; at++, out++) text[out] = bytes[at] ?? 0
  }
  return { kind: 'text', length, starts: gathered, bytes: text, encoding }
}

/** What is longer is copied faster by the engine, four bytes at a time what is not. */
const longText = 200

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

/** The strings of all columns, one after the other; undefined when their bytes cannot be one text. */
export function concatText(columns: readonly TextColumn[], length: number): TextColumn | undefined {
  const encoding = commonEncoding(columns)
  const total = columns.reduce((sum, column) => sum + bytesOfText(column), 0)
  if (!encoding || total > longestText) return undefined
  const starts = new Int32Array(length + 1)
  const bytes = Buffer.allocUnsafeSlow(total)
  let row = 0
  let at = 0
  for (const column of columns) {
    const first = column.starts[0] ?? 0
    bytes.set(textOf(column), at)
    for (let i = 1; i <= column.length; i++) starts[row + i] = (column.starts[i] ?? 0) - first + at
    row += column.length
    at += bytesOfText(column)
  }
  return { kind: 'text', length, starts, bytes, encoding }
}

/** What is ASCII is UTF-8 as well. */
function commonEncoding([first, ...others]: readonly TextColumn[]): TextEncoding | undefined {
  return others.reduce<TextEncoding | undefined>((common, { encoding }) => {
    if (common === encoding) return common
    return common === 'ucs2' || encoding === 'ucs2' ? undefined : common && 'utf8'
  }, first?.encoding)
}

/** How many bytes the strings of a column have. */
export function bytesOfText({ starts, length }: TextColumn): number {
  return (starts[length] ?? 0) - (starts[0] ?? 0)
}

/** The bytes of all strings of a column. */
export function textOf({ starts, length, bytes }: TextColumn): Buffer {
  return bytes.subarray(starts[0], starts[length])
}
