import { isAscii, isUtf8 } from 'node:buffer'
import {
  anyColumn,
  type AnyColumn,
  type Column,
  type TextColumn,
  type TextEncoding,
  type WordColumn,
} from '../columns/column.ts'
import { gatherText, longestCut, longestText as longestOfColumn, stringsOf, textOf } from '../columns/text.ts'
import { groupsOfText } from '../columns/text-groups.ts'
import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { readLengths } from './lengths.ts'
import { readElements, writeNumbers } from './number-column.ts'

/** How a column is laid out; the position is what is written. */
const layouts = ['text', 'halves', 'dictionary'] as const
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
  const dictionary = seemsRepetitive(rows.length, (i) => rows[i] ?? '') ? dictionaryOf(rows) : undefined
  if (dictionary) writeWords(out, dictionary)
  else writeText(out, rows)
}

/** As `writeStrings`, of strings that are bytes already. */
export function writeTexts(out: ByteWriter, column: TextColumn): void {
  const stringAt = (i: number): string => stringsOf(column, i, i + 1)[0] ?? ''
  const dictionary = seemsRepetitive(column.length, stringAt) ? dictionaryOfText(column) : undefined
  if (dictionary) return writeWords(out, dictionary)
  const { starts, length, encoding } = column
  const sizes = new Int32Array(length)
  for (let i = 0; i < length; i++) sizes[i] = (starts[i + 1] ?? 0) - (starts[i] ?? 0)
  out.byte(layouts.indexOf('text'))
  writeNumbers(out, sizes)
  out.byte(encodings.indexOf(encoding))
  out.block(textOf(column))
}

/** Writes strings that are words and codes already. Words that no code stands for any more stay behind. */
export function writeWords(out: ByteWriter, column: WordColumn): void {
  const { words, codes } = withoutUnused(column)
  out.byte(layouts.indexOf('dictionary'))
  out.uint32(words.length)
  writeText(out, words)
  writeNumbers(out, codes)
}

/** Reads what `writeStrings` wrote. */
export function readStrings(input: ByteReader, count: number): Column {
  const layout = layouts[input.byte()]
  return layout === 'dictionary' ? readDictionary(input, count) : readText(input, count, layout)
}

function readText(input: ByteReader, count: number, layout: Layout | undefined): TextColumn | AnyColumn {
  switch (layout) {
    case 'text':
      return readBytes(input, count)
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
export function seemsRepetitive(length: number, stringAt: (position: number) => string): boolean {
  if (length < 16) return false
  const wanted = Math.min(Math.ceil(Math.sqrt(sampledTwice * length)), mostSampled)
  // Each place once, or strings that all differ would seem to occur twice.
  const places = new Set<number>()
  for (let i = 0; i < wanted; i++) places.add(scattered(i) % length)
  const sample = new Set<string>()
  for (const place of places) sample.add(stringAt(place))
  const repeated = places.size - sample.size
  return repeated > 0 && places.size ** 2 / repeated < 2 * length
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

function dictionaryOfText(column: TextColumn): WordColumn | undefined {
  const { ids, firsts } = groupsOfText(column)
  if (firsts.length * 2 > column.length) return undefined
  const words = gatherText(column, firsts)
  return words && { kind: 'words', length: column.length, words: stringsOf(words), codes: ids }
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
  else writeBytes(out, rows)
}

function writeHalves(out: ByteWriter, rows: readonly string[]): void {
  out.byte(layouts.indexOf('halves'))
  const half = rows.length >>> 1
  writeText(out, rows.slice(0, half))
  writeText(out, rows.slice(half))
}

/** Lengths in bytes. */
function writeBytes(out: ByteWriter, rows: readonly string[]): void {
  const text = rows.join('')
  // One look at all of the text is much faster than one at each string.
  const ascii = Buffer.byteLength(text) === text.length
  // Halves of surrogate pairs may meet in the text, and have to be cut apart again.
  const encoding = ascii ? 'latin1' : rows.every(isWellFormed) ? 'utf8' : 'ucs2'
  out.byte(layouts.indexOf('text'))
  writeNumbers(
    out,
    rows.map((row) => sizeOf(row, encoding)),
  )
  out.byte(encodings.indexOf(encoding))
  out.text(text, encoding)
}

function sizeOf(row: string, encoding: TextEncoding): number {
  if (encoding !== 'utf8') return row.length * (encoding === 'ucs2' ? 2 : 1)
  return row.length > longestCut ? Buffer.byteLength(row) : sizeInUtf8(row)
}

/** As `Buffer.byteLength`, which takes longer for short strings. A surrogate is half of four bytes. */
function sizeInUtf8(row: string): number {
  let size = 0
  for (let i = 0; i < row.length; i++) {
    const unit = row.charCodeAt(i)
    if (unit < 0x80) size++
    else size += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3
  }
  return size
}

function readBytes(input: ByteReader, count: number): TextColumn {
  const { lengths: sizes, total } = readLengths(input, count)
  const encoding = encodings[input.byte()]
  const bytes = input.block()
  if (total !== bytes.length) throw new Error('The text and the lengths of its strings differ.')
  if (!encoding || !isText(bytes, encoding)) throw new Error('A text is not encoded as it says.')
  const starts = new Int32Array(count + 1)
  for (let i = 0, end = 0; i < count; i++) {
    end += sizes[i] ?? 0
    if (isInside(bytes, end, encoding)) throw new Error('A string ends within a character.')
    starts[i + 1] = end
  }
  return { kind: 'text', length: count, starts, bytes, encoding }
}

/** Whether a position is between the bytes of a code unit or a character. */
function isInside(bytes: Buffer, at: number, encoding: TextEncoding): boolean {
  if (encoding === 'latin1') return false
  return encoding === 'ucs2' ? at % 2 === 1 : ((bytes[at] ?? 0) & 0xc0) === 0x80
}

/** What is added to other texts, compared and sorted as bytes has to be what it says. */
function isText(bytes: Buffer, encoding: TextEncoding): boolean {
  if (bytes.length > longestOfColumn) return false
  return encoding === 'ucs2' || (encoding === 'utf8' ? isUtf8(bytes) : isAscii(bytes))
}
