import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeColumn, encodeInMemory } from '../codec/chunk.ts'
import { orderOfStrings } from './order-of-strings.ts'
import { orderOfText } from './order-of-text.ts'

const unit = fc.constantFrom('a', 'b', '\0', '\u00fe', '\u00ff', '\u0100', '\uffff', '\ud83d', '\ude00')
const kinds: readonly fc.Arbitrary<string>[] = [
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', '\0'), maxLength: 20 }),
  fc.constantFrom('', 'a', 'key1', 'key2', 'key20', 'a much longer key', 'a much longer keys'),
  fc.string({ unit: fc.constantFrom('a', '\0', '\x7f'), maxLength: 20 }),
  fc.nat(200).map((n) => `the same beginning ${'x'.repeat(n % 17)}${n}`),
]

test('strings are put in the order of comparisons, equal ones as they came', () => {
  const anyStrings = fc
    .constantFrom(...kinds, fc.oneof(...kinds))
    .chain((kind) => fc.array(kind, { minLength: 0, maxLength: 400, size: 'max' }))
  fc.assert(
    fc.property(anyStrings, fc.boolean(), (strings, ascending) => {
      const sign = ascending ? 1 : -1
      const order = strings.map((_, i) => i)
      const expected = order.toSorted((a, b) => sign * compare(strings[a] ?? '', strings[b] ?? ''))
      expect([...orderOfStrings(strings, ascending)]).toEqual(expected)
      const column = decodeColumn(encodeInMemory(strings))
      if (column.kind === 'text') expect([...orderOfText(column, ascending)]).toEqual(expected)
    }),
    { numRuns: 500 },
  )
})

test('strings that begin alike for long, over and over, are sorted', () => {
  const strings = Array.from({ length: 500 }, (_, i) => 'ab'.repeat(60 - (i % 50)) + ((i * 7919) % 1000))
  const expected = strings.toSorted(compare)
  expect(Array.from(orderOfStrings(strings, true), (i) => strings[i])).toEqual(expected)
  const column = decodeColumn(encodeInMemory(strings))
  const order = column.kind === 'text' ? orderOfText(column, true) : []
  expect(Array.from(order, (i) => strings[i])).toEqual(expected)
})

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
