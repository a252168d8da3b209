import { expect, test } from 'vitest'
import { decodeChunk, encodeChunk } from './chunk.ts'

const columns: [string, (i: number) => unknown, bytesPerRow: number][] = [
  ['small integers', (i) => i % 100, 1],
  ['integers', (i) => i * 100_000, 4],
  ['doubles', (i) => i + 0.5, 8],
  ['booleans', (i) => i % 2 === 0, 1],
  ['bigints', (i) => BigInt(i), 8],
  ['words of a few', (i) => `word${i % 50}`, 1.1],
  ['different words', (i) => `w${i}`, 7],
  ['pairs', (i) => [`word${i % 50}`, 1], 2.1],
  ['objects', (i) => ({ id: i % 100, name: 'Ahab' }), 2.1],
  ['lists', (i) => Array.from({ length: i % 3 }, () => 1), 3],
  ['null or a number', (i) => (i % 2 === 0 ? null : 7), 2],
]

test.each(columns)('encodeChunk() packs %s tightly', (_, rowAt, bytesPerRow) => {
  const rows = Array.from({ length: 10_000 }, (_row, i) => rowAt(i))
  const bytes = encodeChunk(rows)
  expect(bytes.length / rows.length).toBeLessThan(bytesPerRow + 0.1)
  expect(decodeChunk(bytes)).toEqual(rows)
})

test('decodeChunk() gives records that nothing else shares', () => {
  const row = { list: [1], bytes: Uint8Array.of(1) }
  const encoded = encodeChunk([row, row])
  const [first, second] = decodeChunk(encoded)
  encoded.fill(0)
  expect([first, second]).toEqual([row, row])
  expect(first).not.toBe(second)
})

test('encodeChunk() gives bytes of their own', () => {
  const first = encodeChunk([1, 2, 3])
  const copy = first.slice()
  encodeChunk([4, 5, 6])
  expect(first).toEqual(copy)
  expect(first.buffer.byteLength).toBe(first.length)
})

test('encodeChunk() allows a getter that encodes something else', () => {
  const row = {
    get inner(): number {
      return encodeChunk([1, 2, 3]).length
    },
  }
  expect(decodeChunk(encodeChunk([row]))).toEqual([{ inner: row.inner }])
})

test('decodeChunk() keeps no text alive for one short string of it', () => {
  const rows = [
    'a string of a good length',
    'b',
    'another string that is long enough',
    '\u{1f600} and more of that',
  ]
  expect(decodeChunk(encodeChunk(rows))).toEqual(rows)
})

class Couple extends Array<unknown> {}
class User {
  name = 'Ada'
}
class HttpError extends Error {}
const cyclic: { items: unknown[] } = { items: [1] }
cyclic.items.push(cyclic)

const refused: [string, unknown, string][] = [
  [
    'a function',
    [0, 1, 2, { user: { callback: () => 1 } }],
    `record[3].user.callback is the function callback, which cannot travel between workers.
  Use the data that it works on, or the result of calling it.`,
  ],
  ['an anonymous function', [() => 1], 'record[0] is an anonymous function'],
  ['a symbol', { 'the kind': Symbol('s') }, 'record["the kind"] is the Symbol(s)'],
  [
    'a promise',
    [Promise.resolve(1)],
    'record[0] is a promise, which cannot travel between workers.\n  Use mapAsync()',
  ],
  [
    'a class instance',
    new User(),
    'record is an instance of the class User, which cannot travel between workers.\n  Use a plain object',
  ],
  [
    'an error of the user',
    { error: new HttpError() },
    'record.error is an instance of the error class HttpError',
  ],
  ['a WeakMap', new WeakMap(), 'record is an instance of the class WeakMap'],
  ['a generator', (function* () { yield 1 })(), 'record is an iterator'], // prettier-ignore
  ['an iterator', [new Map().keys()], 'record[0] is an iterator'],
  ['shared memory', new SharedArrayBuffer(1), 'record is a SharedArrayBuffer'],
  ['symbols as names', { at: { [Symbol('s')]: 1 } }, 'record.at has symbols as property names'],
  ['a cycle', cyclic, 'record.items[1] contains itself'],
  ['a value in a Map', new Map([['k', [new User()]]]), 'record.get("k")[0] is an instance of the class User'],
  [
    'a key of a Map',
    new Map([[new User(), 1]]),
    'record (a key of the Map) is an instance of the class User',
  ],
  [
    'a member of a Set',
    new Set([1, new User()]),
    'record (item 1 of the Set) is an instance of the class User',
  ],
  ['a cause', new Error('x', { cause: new User() }), 'record.cause is an instance of the class User'],
  ['a match', /b/.exec('abc'), 'record is an array with named properties'],
  ['a match of two', /(b)/.exec('abc'), 'record is an array with named properties'],
  ['a pair of a class of its own', Couple.from(['a', 1]), 'record is an instance of the class Couple'],
  [
    'a hole and a name',
    [Object.assign(Array(1), { total: 1 })],
    'record[0] is an array with named properties',
  ],
  ['an array with names', [Object.assign([1], { total: 1 })], 'record[0] is an array with named properties'],
]

test.each(refused)('encodeChunk() refuses %s', (_, record, message) => {
  expect(() => encodeChunk([1, record, 2])).toThrow(`ATOMIC4001: ${message}`)
  // In a column of its own as well, and after rows that travel.
  expect(() => encodeChunk([record])).toThrow(`ATOMIC4001: ${message}`)
  expect(() => encodeChunk([...Array.from({ length: 20 }, () => ['a', 1]), record])).toThrow(
    `ATOMIC4001: ${message}`,
  )
})

test('encodeChunk() refuses a first pair with a name', () => {
  const named = Object.assign(['a', 1], { total: 1 })
  expect(() => encodeChunk([named, ['b', 2]])).toThrow('ATOMIC4001: record is an array with named properties')
})

test.each([
  ['a hole for a key', Object.assign(Array(2), { 1: 1 })],
  ['a hole for a value', Object.assign(Array(2), { 0: 'b' })],
  ['three elements', ['b', 1, 2]],
])('encodeChunk() keeps %s among pairs', (_, odd: unknown[]) => {
  const [, decoded] = decodeChunk(encodeChunk([['a', 1], odd, ['c', undefined]])) as unknown[][]
  expect(decoded).toStrictEqual(odd)
  expect(Object.keys(decoded ?? [])).toEqual(Object.keys(odd))
})

test('encodeChunk() refuses symbols as names also among many records without', () => {
  const rows = Array.from({ length: 20 }, (_, i) => ({ id: i }))
  const marked = { id: 20, [Symbol('s')]: 1 }
  expect(() => encodeChunk([...rows, marked])).toThrow('ATOMIC4001: record has symbols as property names')
})

test('encodeChunk() refuses a getter that throws', () => {
  const record = {
    get broken(): never {
      throw new Error('no')
    },
  }
  expect(() => encodeChunk([record])).toThrow(
    'ATOMIC4001: record cannot travel between workers: reading it fails.',
  )
})

test('encodeChunk() refuses what is nested too deeply to be read again', () => {
  let list: unknown = null
  for (let i = 0; i < 10_000; i++) list = { next: list }
  expect(() => encodeChunk([list])).toThrow('ATOMIC4001: record is nested more than 500 levels deep')
})

test('encodeChunk() still works after it has refused something', () => {
  expect(() => encodeChunk([() => 1])).toThrow('ATOMIC4001')
  expect(decodeChunk(encodeChunk(['a']))).toEqual(['a'])
})

test('decodeChunk() refuses what is no chunk at all', () => {
  for (const bytes of [new Uint8Array(0), new Uint8Array(100), Buffer.from('{"a":1}')]) {
    expect(() => decodeChunk(bytes)).toThrow('ATOMIC4004')
  }
})
