import { expect, test } from 'vitest'
import { canonicalKey, isPrimitiveKey } from './canonical-key.ts'

test('canonicalKey() ignores the order of properties, Map entries and Set members', () => {
  expect(canonicalKey({ a: 1, b: 2 })).toBe(canonicalKey({ b: 2, a: 1 }))
  expect(canonicalKey(new Map([['a', 1], ['b', 2]]))).toBe(canonicalKey(new Map([['b', 2], ['a', 1]]))) // prettier-ignore
  expect(canonicalKey(new Set([1, [2]]))).toBe(canonicalKey(new Set([[2], 1])))
})

test('canonicalKey() ignores whether zero has a sign, and whether an object has a prototype', () => {
  expect(canonicalKey([-0])).toBe(canonicalKey([0]))
  expect(canonicalKey(new Float64Array([-0]))).toBe(canonicalKey(new Float64Array([0])))
  expect(canonicalKey(Object.assign(Object.create(null), { a: 1 }))).toBe(canonicalKey({ a: 1 }))
  expect(canonicalKey(Buffer.from('ab'))).toBe(canonicalKey(Uint8Array.of(97, 98)))
})

const different: [string, unknown, unknown][] = [
  ['a number and its text', [1], ['1']],
  ['a bigint and its number', [1n], [1]],
  ['text that holds a separator', ['a,b'], ['a', 'b']],
  ['text that holds a length', ['1:a'], ['a']],
  ['text that looks like a property', { a: '1:bN' }, { a: '', b: null }],
  ['undefined and null', [undefined], [null]],
  ['undefined and nothing', [undefined], []],
  ['a hole and undefined', [, 1], [undefined, 1]], // oxlint-disable-line no-sparse-arrays
  ['a property and its absence', { a: undefined }, {}],
  ['an object and an array', {}, []],
  ['a date and its time', new Date(7), 7],
  ['a date and its text', new Date(7), new Date(7).toISOString()],
  ['a map and its entries', new Map([[1, 2]]), [[1, 2]]],
  ['a map and a set', new Map(), new Set()],
  ['typed arrays of two kinds', Uint8Array.of(1), Int8Array.of(1)],
  ['a view and its buffer', Uint8Array.of(1), Uint8Array.of(1).buffer],
  ['flags of a pattern', /a/g, /a/i],
  ['nesting', [[1], 2], [[1, 2]]],
]

test.each(different)('canonicalKey() tells apart %s', (_, a, b) => {
  expect(canonicalKey(a)).not.toBe(canonicalKey(b))
})

class Point {
  x = 1
}

const refused: [string, unknown, string][] = [
  ['a function', [function area() {}], 'The function area cannot be a key.\n  Use a name'],
  ['a symbol', Symbol('s'), 'The Symbol(s) cannot be a key.\n  Use its description'],
  ['a promise', Promise.resolve(1), 'A promise cannot be a key.\n  Await the value'],
  [
    'a class instance',
    { at: new Point() },
    'An instance of the class Point cannot be a key.\n  Use its fields',
  ],
  ['a subclass of a built-in', new (class Row extends Array {})(), 'An instance of the class Row'],
  ['a WeakMap', new WeakMap(), 'An instance of the class WeakMap'],
  ['an error', new TypeError('x'), 'An instance of the class TypeError'],
  ['a symbol as a name', { [Symbol('s')]: 1 }, 'An object with symbols as property names cannot be a key.'],
]

test.each(refused)('canonicalKey() refuses %s', (_, key, message) => {
  expect(() => canonicalKey(key)).toThrow(`ATOMIC4002: ${message}`)
})

test('canonicalKey() refuses a value that contains itself', () => {
  const cyclic: unknown[] = []
  cyclic.push({ cyclic })
  expect(() => canonicalKey(cyclic)).toThrow(/ATOMIC4002: .* contains itself, cannot be a key/)
})

test('isPrimitiveKey() holds exactly for what a Map compares by value', () => {
  for (const key of ['a', 1, NaN, 1n, true, null, undefined]) expect(isPrimitiveKey(key)).toBe(true)
  for (const key of [[], {}, new Date(), () => 1, Symbol('s')]) expect(isPrimitiveKey(key)).toBe(false)
})
