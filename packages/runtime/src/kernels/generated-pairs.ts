import * as fc from 'fast-check'
import { decodeColumn, encodeInMemory } from '../codec/chunk.ts'
import { areStrings } from '../codec/string-column.ts'
import { anyColumn, pairColumns, tupleColumn, type Column } from '../columns/column.ts'
import { stringsOf } from '../columns/text.ts'

/** Pairs as the tests of kernels generate them, and the columns that they come in. */
export type Pairs = [key: unknown, value: unknown][]

const words = fc.constantFrom('whale', 'ship', 'sea', '', '\ud83d', 'a much longer word than the others')

/** Kinds of keys, each with many that are equal. */
export const keys: readonly fc.Arbitrary<unknown>[] = [
  fc.integer({ min: -5, max: 5 }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, NaN, 1.5, -Infinity, Infinity),
  words,
  fc.string(),
  fc.string({ unit: 'grapheme', minLength: 14 }),
  fc.constantFrom('größer', 'größer als die anderen', 'ship', 'grösser'),
  fc.constantFrom(null, undefined, true, 'x', 1, 1n),
  fc.tuple(words, fc.integer({ min: 0, max: 2 })),
  fc.tuple(fc.constantFrom(0, -0, NaN, 2 ** 40), fc.tuple(words, fc.constantFrom(null, undefined, 1n))),
  fc.record({ word: words, id: fc.integer({ min: 0, max: 2 }) }),
  fc.constantFrom({ a: 1, b: 'x' }, { b: 'x', a: 1 }, { a: 1 }, { a: undefined }),
  fc.constantFrom(new Date(0), new Date(1), new Date(NaN)),
  fc.tuple(words, fc.constantFrom(new Date(0), new Date(1))),
  fc.constantFrom([], [1], [1, 2], '1'),
]

const values: readonly fc.Arbitrary<unknown>[] = [
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, NaN),
  words,
  fc.constantFrom(null, undefined, 1, 1n, 'x', new Date(0), [undefined]),
  fc.tuple(fc.integer(), words),
  fc.string({ unit: 'grapheme', minLength: 14 }),
]

/** Pairs with such keys, and values that are mostly alike. */
export function pairsOf(
  key: fc.Arbitrary<unknown>,
  value: fc.Arbitrary<unknown> = anyValue,
): fc.Arbitrary<Pairs> {
  return fc.array(fc.tuple(key, value), { maxLength: 60, size: 'max' })
}

const anyValue = fc.constantFrom(...values, fc.oneof(...values)).chain((value) => value)

/** The pairs in a column, with words for strings that occur again, as long columns have them. */
export function columnOfPairs(pairs: Pairs): Column {
  return inWords(decodeColumn(encodeInMemory(pairs)))
}

/** The keys of pairs in a column. */
export function keysOf(pairs: Pairs): Column {
  return pairColumns(columnOfPairs(pairs))?.[0] ?? anyColumn([])
}

function inWords(column: Column): Column {
  if (column.kind === 'tuple') return tupleColumn(column.columns.map(inWords), column.length)
  const strings = column.kind === 'text' ? stringsOf(column) : column.kind === 'any' ? column.values : []
  const all = areStrings(strings) ? [...new Set(strings)] : []
  if (all.length === 0 || 2 * all.length > strings.length) return column
  const codes = Int32Array.from(strings, (word) => all.indexOf(String(word)))
  return { kind: 'words', length: column.length, words: all, codes }
}
