import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeColumn, encodeChunk } from '../codec/chunk.ts'
import { concat } from './concat.ts'
import { gather, slice } from './gather.ts'
import { rowsOf } from './rows-of.ts'

const words = fc.constantFrom('a', 'b', 'a longer word of the text', '\ud83d', '')

/** Records of one kind, so that every kind of column comes up. */
const kinds: readonly fc.Arbitrary<unknown>[] = [
  fc.integer({ min: -100, max: 100 }),
  fc.integer({ min: -40_000, max: 40_000 }),
  fc.integer(),
  fc.double(),
  words,
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', minLength: 14 }),
  fc.constantFrom('größer als die anderen', 'a longer word of the text', 'größer'),
  fc.tuple(fc.string({ minLength: 210 }), fc.integer()),
  fc.constantFrom(null, undefined, true, 1n),
  fc.tuple(words, fc.integer()),
  fc.tuple(fc.double(), fc.tuple(words, fc.integer())),
  fc.tuple(fc.integer(), fc.integer(), fc.integer()),
  fc.record({ id: fc.integer(), name: words }),
  fc.record({ name: words, id: fc.integer() }),
  fc.array(fc.integer(), { maxLength: 3 }),
]
const anyRows = fc.constantFrom(...kinds).chain((kind) => fc.array(kind, { maxLength: 40, size: 'max' }))

test('rowsOf() gives the records of a column, from any position to any other', () => {
  fc.assert(
    fc.property(anyRows, fc.nat(40), fc.nat(40), (rows, a, b) => {
      const column = decodeColumn(encodeChunk(rows))
      const [from, to] = [Math.min(a, b, rows.length), Math.min(Math.max(a, b), rows.length)]
      expect(rowsOf(column)).toEqual(rows)
      expect(rowsOf(column, from, to)).toEqual(rows.slice(from, to))
      expect(rowsOf(slice(column, from, to))).toEqual(rows.slice(from, to))
    }),
    { numRuns: 1000 },
  )
})

test('gather() gives the records at the positions', () => {
  fc.assert(
    fc.property(anyRows, fc.array(fc.nat(1000)), (rows, picks) => {
      const positions = rows.length === 0 ? [] : picks.map((pick) => pick % rows.length)
      const column = gather(decodeColumn(encodeChunk(rows)), Int32Array.from(positions))
      const expected = positions.map((position) => rows[position])
      expect(rowsOf(column)).toEqual(expected)
      // Also when it travels: words that are gone, numbers that would fit a narrower array.
      expect(rowsOf(decodeColumn(encodeChunk(column)))).toEqual(expected)
    }),
    { numRuns: 1000 },
  )
})

test('concat() puts the records of columns of any kinds one after the other', () => {
  const alike = fc
    .constantFrom(...kinds)
    .chain((kind) => fc.array(fc.array(kind, { maxLength: 40, size: 'max' })))
  fc.assert(
    fc.property(fc.oneof(alike, fc.array(anyRows)), (parts) => {
      const column = concat(parts.map((rows) => decodeColumn(encodeChunk(rows))))
      expect(rowsOf(column)).toEqual(parts.flat())
      expect(column.length).toBe(parts.flat().length)
      expect(rowsOf(decodeColumn(encodeChunk(column)))).toEqual(parts.flat())
    }),
    { numRuns: 1000 },
  )
})

test('concat() puts parts of columns one after the other', () => {
  const cut = fc.tuple(anyRows, fc.nat(40))
  fc.assert(
    fc.property(fc.array(cut, { maxLength: 5 }), (parts) => {
      const ends = parts.map(([rows, from]) => {
        const column = decodeColumn(encodeChunk(rows))
        return slice(column, Math.min(from, column.length), column.length)
      })
      expect(rowsOf(concat(ends))).toEqual(parts.flatMap(([rows, from]) => rows.slice(from)))
    }),
    { numRuns: 1000 },
  )
  const texts = decodeColumn(encodeChunk(['tea', 'milk', 'sugar']))
  const both = [slice(texts, 1, 3), slice(texts, 2, 3)]
  expect(rowsOf(concat(both))).toEqual(['milk', 'sugar', 'sugar'])
})
