import {
  anyColumn,
  type AnyColumn,
  type Column,
  type Numbers,
  type TextColumn,
  type TextEncoding,
  type WordColumn,
} from '../columns/column.ts'
import { bytesOfText, longestCut, stringsOf, textOf } from '../columns/text.ts'
import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { readLengths } from './lengths.ts'
import { readElements, writeNumbers } from './number-column.ts'
import { roomFor } from './room-for.ts'

/** How a column is laid out; the position is what is written. */
const layouts = ['joined', 'separate', 'halves', 'dictionary'] as const
type Layout = (typeof layouts)[number]
const encodings: readonly TextEncoding[] = ['latin1', 'utf8', 'ucs2']

/** Joined text stays well below the longest string that the engine can make. */
const longestText = 1 << 28

/**
 * So many strings are looked at, at most, to see whether a dictionary would pay; of few strings so many that, where it just
 * would, half of this number occur twice among them. Each has to be hashed, which costs more than to write it.
 */
const mostSampled = 1024
const sampledTwice = 16

/** Whether `writeStrings` can write the column. */
export function areStrings(rows: readonly unknown[]): rows is readonly string[] {
  for (let i = 0; i < rows.length; i++) if (typeof rows[i] !== 'string') return false
  return true
}

/** Writes strings as one text and their lengths; or as a dictionary when most of them occur several times. */
export function writeStrings(out: ByteWriter, rows: readonly string[]): void {
  const dictionary = seemsRepetitive(rows) ? dictionaryOf(rows) : undefined
  if (dictionary) writeWords(out, dictionary)
  else writeText(out, rows)
}

/** Writes strings that are words and codes already. Words that no code stands for any more stay behind. */
export function writeWords(out: ByteWriter, column: WordColumn): void {
  const { words, codes } = withoutUnused(column)
  out.byte(layouts.indexOf('dictionary'))
  out.uint32(words.length)
  writeText(out, words)
  writeNumbers(out, codes)
}

/** Writes strings that are bytes already. */
export function writeTexts(out: ByteWriter, column: TextColumn): void {
  const { starts, length, encoding } = column
  const sizes = new Int32Array(length)
  for (let i = 0; i < length; i++) sizes[i] = (starts[i + 1] ?? 0) - (starts[i] ?? 0)
  // Lengths in bytes; of ASCII they are those in code units.
  const isShort = encoding === 'latin1' && bytesOfText(column) <= longestCut * length
  out.byte(layouts.indexOf(isShort ? 'joined' : 'separate'))
  writeNumbers(out, sizes)
  out.byte(encodings.indexOf(encoding))
  out.block(textOf(column))
}

/** Reads what `writeStrings` wrote. */
export function readStrings(input: ByteReader, count: number): Column {
  const layout = layouts[input.byte()]
  return layout === 'dictionary' ? readDictionary(input, count) : readText(input, count, layout)
}

function readText(input: ByteReader, count: number, layout: Layout | undefined): TextColumn | AnyColumn {
  switch (layout) {
    case 'joined':
      return readJoined(input, count)
    case 'separate':
      return readSeparate(input, count)
    case 'halves':
      // So it ends, whatever the bytes say.
      if (count < 2) throw new Error('These strings have no halves.')
      return anyColumn([count >>> 1, count - (count >>> 1)].flatMap((half) => readAll(input, half)))
    case 'dictionary':
    case undefined:
    default:
      throw new Error('This layout of strings is unknown.')
  }
}

function readAll(input: ByteReader, count: number): readonly string[] {
  const column = readText(input, count, layouts[input.byte()])
  return column.kind === 'text' ? stringsOf(column) : (column.values as readonly string[])
}

/** Whether a string is free of lone surrogates, which UTF-8 cannot hold. */
export function isWellFormed(text: string): boolean {
  // In Node since version 20, in TypeScript's library since es2024.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (text as string & { isWellFormed(): boolean }).isWellFormed()
}

/**
 * Estimates whether most strings occur twice, by how many of a sample do, as with birthdays: of n strings, d of them
 * different, two that are drawn are equal in 1/d - 1/n of all cases.
 */
export function seemsRepetitive(rows: readonly string[]): boolean {
  if (rows.length < 16) return false
  const wanted = Math.min(Math.ceil(Math.sqrt(sampledTwice * rows.length)), mostSampled)
  // Each place once, or strings that all differ would seem to occur twice.
  const places = new Set<number>()
  for (let i = 0; i < wanted; i++) places.add(scattered(i) % rows.length)
  const sample = new Set<string>()
  for (const place of places) sample.add(rows[place] ?? '')
  const repeated = places.size - sample.size
  return repeated > 0 && places.size ** 2 / repeated < 2 * rows.length
}

/** A number that looks random, so that the sample is in step with no period of the data. */
function scattered(i: number): number {
  const mixed = Math.imul(i ^ (i >>> 7), 0x85ebca6b)
  return Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) >>> 0
}

/** Undefined when there are too many words after all. */
function dictionaryOf(rows: readonly string[]): WordColumn | undefined {
  const known = new Map<string, number>()
  const codes = new Int32Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? ''
    let code = known.get(row)
    if (code === undefined) {
      code = known.size
      known.set(row, code)
      if (code * 2 > rows.length) return undefined
    }
    codes[i] = code
  }
  return { kind: 'words', length: rows.length, words: [...known.keys()], codes }
}

function withoutUnused(column: WordColumn): WordColumn {
  const { words, codes, length } = column
  const renamed = new Int32Array(words.length).fill(-1)
  const used: string[] = []
  for (let i = 0; i < length; i++) {
    const code = codes[i] ?? 0
    if (renamed[code] === -1) renamed[code] = used.push(words[code] ?? '') - 1
  }
  if (used.length === words.length) return column
  return { ...column, words: used, codes: codes.map((code) => renamed[code] ?? 0) }
}

function readDictionary(input: ByteReader, count: number): WordColumn {
  const words = readAll(input, input.uint32())
  const codes = readElements(input, count)
  if (codes instanceof Float64Array) throw new Error('The codes of words are integers.')
  for (let i = 0; i < count; i++) {
    const code = codes[i] ?? -1
    if (code < 0 || code >= words.length) missingWord()
  }
  return { kind: 'words', length: count, words, codes }
}

function missingWord(): never {
  throw new Error('A dictionary has no such word.')
}

function writeText(out: ByteWriter, rows: readonly string[]): void {
  let total = 0
  for (const row of rows) total += row.length
  if (total > longestText && rows.length > 1) writeHalves(out, rows)
  else if (total > longestCut * rows.length) writeSeparate(out, rows)
  else writeJoined(out, rows)
}

function writeHalves(out: ByteWriter, rows: readonly string[]): void {
  out.byte(layouts.indexOf('halves'))
  const half = rows.length >>> 1
  writeText(out, rows.slice(0, half))
  writeText(out, rows.slice(half))
}

/** Lengths in code units: halves of surrogate pairs may meet in the text, and are cut apart again. */
function writeJoined(out: ByteWriter, rows: readonly string[]): void {
  const text = rows.join('')
  const ascii = Buffer.byteLength(text) === text.length
  const encoding = ascii ? 'latin1' : isWellFormed(text) ? 'utf8' : 'ucs2'
  out.byte(layouts.indexOf('joined'))
  writeNumbers(
    out,
    rows.map((row) => row.length),
  )
  out.byte(encodings.indexOf(encoding))
  out.text(text, encoding)
}

function readJoined(input: ByteReader, count: number): TextColumn | AnyColumn {
  const { lengths, total } = readLengths(input, count)
  const encoding = encodingOf(input.byte())
  if (encoding === 'latin1') return textColumn(input, encoding, lengths, total)
  const text = input.text(encoding)
  if (total !== text.length) throw new Error('The text and the lengths of its strings differ.')
  const rows = roomFor<string>(count)
  let start = 0
  for (let i = 0; i < count; i++) {
    const length = lengths[i] ?? 0
    const row = text.slice(start, start + length)
    rows[i] = length > longestCut ? unshared(row) : row
    start += length
  }
  return anyColumn(rows)
}

function encodingOf(code: number): TextEncoding {
  const encoding = encodings[code]
  if (encoding) return encoding
  throw new Error('This encoding of text is unknown.')
}

function unshared(row: string): string {
  const encoding = Buffer.byteLength(row) === row.length ? 'latin1' : 'ucs2'
  return Buffer.from(row, encoding).toString(encoding)
}

/** Lengths in bytes. */
function writeSeparate(out: ByteWriter, rows: readonly string[]): void {
  const text = rows.join('')
  // One look at all of the text is much faster than one at each string.
  const ascii = Buffer.byteLength(text) === text.length
  const encoding = ascii ? 'latin1' : rows.every(isWellFormed) ? 'utf8' : 'ucs2'
  out.byte(layouts.indexOf('separate'))
  writeNumbers(
    out,
    rows.map((row) => (ascii ? row.length : Buffer.byteLength(row, encoding))),
  )
  out.byte(encodings.indexOf(encoding))
  out.text(text, encoding)
}

function readSeparate(input: ByteReader, count: number): TextColumn {
  const { lengths: sizes, total } = readLengths(input, count)
  return textColumn(input, encodingOf(input.byte()), sizes, total)
}

function textColumn(input: ByteReader, encoding: TextEncoding, sizes: Numbers, total: number): TextColumn {
  const bytes = input.block()
  if (total !== bytes.length) throw new Error('The text and the lengths of its strings differ.')
  const { length } = sizes
  const starts = new Int32Array(length + 1)
  for (let i = 0, end = 0; i < length; i++) starts[i + 1] = end += sizes[i] ?? 0
  return { kind: 'text', length, starts, bytes, encoding }
}
