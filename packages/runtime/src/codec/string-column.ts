import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { readNumbers, writeNumbers } from './number-column.ts'

/** How the text of a column is laid out; the position is what is written. */
const layouts = ['latin1', 'utf8', 'ucs2', 'halves', 'dictionary'] as const

/** Joined text stays well below the longest string that the engine can make. */
const longestText = 1 << 28

/** Strings of at least this length share memory with the text that they are cut from, and would keep all of it alive. */
const sliceLength = 13

/** Whether `writeStrings` can write the column. */
export function areStrings(rows: readonly unknown[]): rows is readonly string[] {
  for (const row of rows) if (typeof row !== 'string') return false
  return true
}

/** Writes strings as one text and their lengths; or as a dictionary when most of them occur several times. */
export function writeStrings(out: ByteWriter, rows: readonly string[]): void {
  const dictionary = rows.length < 16 ? undefined : dictionaryOf(rows)
  if (dictionary) writeDictionary(out, dictionary)
  else writeText(out, rows)
}

/** Reads what `writeStrings` wrote. */
export function readStrings(input: ByteReader, count: number): string[] {
  const layout = layouts[input.byte()]
  if (layout === undefined) throw new Error('This layout of strings is unknown.')
  if (layout === 'dictionary') return readDictionary(input, count)
  if (layout === 'halves') {
    const half = count >>> 1
    return [...readStrings(input, half), ...readStrings(input, count - half)]
  }
  const lengths = readNumbers(input, count)
  return cut(input.text(layout), lengths)
}

interface Dictionary {
  readonly words: readonly string[]
  readonly codes: readonly number[]
}

/** Undefined when a dictionary would not pay, which shows early. */
function dictionaryOf(rows: readonly string[]): Dictionary | undefined {
  const known = new Map<string, number>()
  const codes: number[] = []
  for (const row of rows) {
    let code = known.get(row)
    if (code === undefined) {
      code = known.size
      known.set(row, code)
      if (code > 128 && code * 2 > codes.length) return undefined
    }
    codes.push(code)
  }
  return known.size * 2 > rows.length ? undefined : { words: [...known.keys()], codes }
}

function writeDictionary(out: ByteWriter, { words, codes }: Dictionary): void {
  out.byte(layouts.indexOf('dictionary'))
  out.uint32(words.length)
  writeText(out, words)
  writeNumbers(out, codes)
}

function readDictionary(input: ByteReader, count: number): string[] {
  const words = readStrings(input, input.uint32())
  return readNumbers(input, count).map((code) => words[code] ?? missingWord())
}

function missingWord(): never {
  throw new Error('A dictionary has no such word.')
}

function writeText(out: ByteWriter, rows: readonly string[]): void {
  const lengths = rows.map((row) => row.length)
  const total = lengths.reduce((sum, length) => sum + length, 0)
  if (total > longestText && rows.length > 1) return writeHalves(out, rows)
  const text = rows.join('')
  const layout = layoutOf(text)
  out.byte(layouts.indexOf(layout))
  writeNumbers(out, lengths)
  out.text(text, layout)
}

function writeHalves(out: ByteWriter, rows: readonly string[]): void {
  out.byte(layouts.indexOf('halves'))
  const half = rows.length >>> 1
  writeText(out, rows.slice(0, half))
  writeText(out, rows.slice(half))
}

function layoutOf(text: string): 'latin1' | 'utf8' | 'ucs2' {
  if (Buffer.byteLength(text) === text.length) return 'latin1'
  // Halves of surrogate pairs in neighbouring strings may meet in the text: they are cut apart again by code units.
  return isWellFormed(text) ? 'utf8' : 'ucs2'
}

/** Whether a string is free of lone surrogates, which UTF-8 cannot hold. */
export function isWellFormed(text: string): boolean {
  // In Node since version 20, in TypeScript's library since es2024.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (text as string & { isWellFormed(): boolean }).isWellFormed()
}

function cut(text: string, lengths: readonly number[]): string[] {
  const rows: string[] = []
  let start = 0
  for (const length of lengths) {
    const row = text.slice(start, start + length)
    rows.push(length < sliceLength ? row : unshared(row))
    start += length
  }
  if (start !== text.length) throw new Error('The text and the lengths of its strings differ.')
  return rows
}

function unshared(row: string): string {
  const encoding = Buffer.byteLength(row) === row.length ? 'latin1' : 'ucs2'
  return Buffer.from(row, encoding).toString(encoding)
}
