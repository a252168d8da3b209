import { expect, test } from 'vitest'
import { concat } from '../columns/concat.ts'
import { gather } from '../columns/gather.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { decodeColumn, encodeInMemory } from './chunk.ts'
import { seemsRepetitive } from './string-column.ts'

const lengths = [64, 1000, 4096, 53_048, 110_696, 150_769, 400_000]

test.each(lengths)('%i strings that all differ never seem to occur twice', (n) => {
  expect(seemsRepetitive(n, (i) => `${i}`)).toBe(false)
})

test.each(lengths)('%i strings of which each occurs ten times seem to, in any order', (n) => {
  expect(seemsRepetitive(n, (i) => `${Math.floor(i / 10)}`)).toBe(true)
  expect(seemsRepetitive(n, (i) => `${i % Math.ceil(n / 10)}`)).toBe(true)
})

const different = {
  'of ASCII': Array.from({ length: 40_000 }, (_, i) => `n${i}`),
  'of long ASCII': Array.from({ length: 4000 }, (_, i) => `a line of some length, number ${i}`),
  'with umlauts': Array.from({ length: 40_000 }, (_, i) => `ü${i}`),
  'of long UTF-8': Array.from({ length: 4000 }, (_, i) => `größer als alle anderen, 海 😀 ${i}`),
  'with a lone surrogate': Array.from({ length: 40_000 }, (_, i) => (i === 7 ? '\ud83d' : `n${i}`)),
  'of one that is much longer': Array.from({ length: 1000 }, (_, i) => 'ü'.repeat(i === 3 ? 900 : 1) + i),
}

test.each(Object.entries(different))('strings %s that differ lie in a text', (_, strings) => {
  const column = decodeColumn(encodeInMemory(strings))
  expect(column.kind).toBe('text')
  expect(rowsOf(column)).toEqual(strings)
  expect(rowsOf(column, 5, 20)).toEqual(strings.slice(5, 20))
})

test('strings that came together from where they differed travel as a dictionary', () => {
  const words = Array.from({ length: 100 }, (_, i) => `word ${i}`)
  const part = decodeColumn(encodeInMemory(words))
  const column = concat(Array.from({ length: 50 }, () => part))
  expect(column.kind).toBe('text')
  const travelled = decodeColumn(encodeInMemory(column))
  expect(travelled.kind).toBe('words')
  expect(rowsOf(travelled)).toEqual(rowsOf(column))
})

test('a text that is cut in the middle of a character, or is no ASCII where it says so, is damaged', () => {
  const ascii = encodeInMemory(['tea', 'milk'])
  ascii[ascii.length - 1] = 0xff
  expect(() => decodeColumn(ascii)).toThrow('ATOMIC4004')
  const utf8 = encodeInMemory(['é', 'milk'])
  // The lengths are 2 and 4; they lie in front of how the text is encoded and how long it is.
  const at = utf8.length - 6 - 5 - 2
  expect([...utf8.subarray(at, at + 2)]).toEqual([2, 4])
  utf8.set([1, 5], at)
  expect(() => decodeColumn(utf8)).toThrow('ATOMIC4004')
})

test('strings of a text can be picked and picked again', () => {
  const strings = different['with umlauts']
  const picked = gather(decodeColumn(encodeInMemory(strings)), Int32Array.of(9, 3, 3, 39_999))
  expect(rowsOf(gather(picked, Int32Array.of(3, 0)))).toEqual(['ü39999', 'ü9'])
})
