import { isDeepStrictEqual } from 'node:util'
import { serialize } from 'node:v8'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addChunkChecksum, decodeChunk, encodeBuckets, encodeChunk, encodeInMemory } from './chunk.ts'
import { decodeValue, encodeValue } from './codec.ts'

const hazards = fc.oneof(
  fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 5e-324),
  fc.constantFrom('', '\ud800', '\udc00', '\ud83d\ude00', 'é', '\0', 'whale'),
  fc.constantFrom(0n, -1n, 2n ** 63n, -(2n ** 63n), 2n ** 64n, -(2n ** 100n)),
  fc.constantFrom(true, false, null, undefined),
  fc.oneof(fc.double(), fc.string({ unit: 'binary' }), fc.bigInt(), fc.integer()),
  fc.constantFrom(/a/g, /[/\\]/iu, new Date(5), Buffer.alloc(0)),
)
const names = fc.constantFrom(
  'a',
  'b',
  '1',
  '__proto__',
  'constructor',
  'toJSON',
  '\0',
  '\ud800',
  '',
  'length',
)
const items = { maxLength: 4 }

const binary = fc.oneof(
  fc.uint8Array(items),
  fc.float64Array(items),
  fc.int16Array(items),
  fc.bigInt64Array(items),
  fc.uint8Array(items).map((bytes) => new Uint8Array(bytes).buffer),
  fc.uint8Array(items).map((bytes) => new DataView(new Uint8Array(bytes).buffer)),
)

/** Everything that travels, in every combination. */
const anyValue = fc.letrec<{ value: unknown }>((tie) => {
  const value = tie('value')
  return {
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      { arbitrary: hazards, weight: 4 },
      binary,
      fc.array(value, items),
      fc.sparseArray(value, { maxLength: 4, noTrailingHole: false }),
      fc.dictionary(names, value, { maxKeys: 4 }),
      fc.dictionary(names, value, { maxKeys: 4, noNullPrototype: true }),
      fc.array(fc.tuple(value, value), items).map((entries) => new Map(entries)),
      fc.array(value, items).map((members) => new Set(members)),
      value.map((cause) => new TypeError('x', { cause })),
    ),
  }
}).value

const halves = fc.constantFrom('a', 'é', '\ud83d', '\ude00')

/** Records that are alike, as those of a program are; each of a few kinds, so that columns form. */
const alikeRows = fc
  .constantFrom(
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('a', 'b', '\ud83d', '\ude00'),
    fc.string({ unit: halves }),
    fc.string({ unit: halves, minLength: 15 }),
    fc.string({ unit: 'grapheme', minLength: 20 }),
    fc.tuple(fc.string(), fc.integer()),
    fc.tuple(fc.string(), fc.array(fc.option(fc.double(), { nil: undefined }))),
    fc.array(fc.array(fc.integer()), { maxLength: 10 }),
    fc.record({
      id: fc.integer(),
      name: fc.string(),
      tags: fc.array(fc.string()),
      when: fc.date({ noInvalidDate: false }),
    }),
    fc.record({ id: fc.integer(), more: fc.option(fc.record({ x: fc.double() })) }),
    fc.constantFrom({ a: 1, b: 2 }, { b: 2, a: 1 }),
    fc.constant(JSON.parse('{"__proto__":1}')),
    fc.tuple(),
    fc.constant(null),
    fc.oneof(fc.integer(), fc.string()),
  )
  .chain((row: fc.Arbitrary<unknown>) => fc.array(row, { maxLength: 60, size: 'max' }))

test('decodeValue() gives what encodeValue() was given', () => {
  fc.assert(
    fc.property(anyValue, (value) => expectSame(decodeValue(encodeValue(value)), value)),
    { numRuns: 5000 },
  )
})

test('decodeChunk() gives what encodeChunk() was given, of any values', () => {
  fc.assert(
    fc.property(fc.array(anyValue, { maxLength: 12 }), (rows) =>
      expectSame(decodeChunk(encodeChunk(rows)), rows),
    ),
    { numRuns: 2000 },
  )
})

test('decodeChunk() gives what encodeChunk() was given, of rows that form columns', () => {
  fc.assert(
    fc.property(alikeRows, (rows) => expectSame(decodeChunk(encodeChunk(rows)), rows)),
    { numRuns: 2000 },
  )
})

test('decodeChunk() gives what encodeBuckets() was given, of several in one piece of memory', () => {
  fc.assert(
    fc.property(fc.array(alikeRows, { maxLength: 5 }), (buckets) => {
      const chunks = encodeBuckets(buckets)
      expect(chunks.length).toBe(buckets.length)
      for (const [i, rows] of buckets.entries()) {
        const bytes = chunks[i] ?? new Uint8Array(0)
        if (rows.length === 0) expect(bytes.length).toBe(0)
        else expectSame(decodeChunk(bytes), rows)
      }
    }),
    { numRuns: 1000 },
  )
})

test('what was encoded for memory is what encodeChunk() gives as soon as it has a checksum', () => {
  fc.assert(
    fc.property(alikeRows, fc.nat(), (rows, at) => {
      const bytes = encodeInMemory(rows)
      expectSame(decodeChunk(bytes), rows)
      expect(addChunkChecksum(addChunkChecksum(bytes))).toEqual(encodeChunk(rows))
      const damaged = at % bytes.length
      bytes[damaged] = (bytes[damaged] ?? 0) ^ 4
      expect(() => decodeChunk(bytes)).toThrow('ATOMIC4004')
    }),
    { numRuns: 1000 },
  )
})

test('decodeChunk() reads shared memory at any offset', () => {
  fc.assert(
    fc.property(alikeRows, fc.nat(17), (rows, offset) => {
      const bytes = encodeChunk(rows)
      const shared = new Uint8Array(new SharedArrayBuffer(bytes.length + 32), offset, bytes.length)
      shared.set(bytes)
      const decoded = decodeChunk(shared)
      shared.fill(0xee)
      expectSame(decoded, rows)
    }),
    { numRuns: 1000 },
  )
})

test('decodeChunk() and decodeValue() refuse bytes that were cut off', () => {
  fc.assert(
    fc.property(
      alikeRows,
      anyValue,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (rows, value, part) => {
        const [chunk, single] = [encodeChunk(rows), encodeValue(value)]
        expect(() => decodeChunk(chunk.subarray(0, Math.floor(part * chunk.length)))).toThrow('ATOMIC4004')
        expect(() => decodeValue(single.subarray(0, Math.floor(part * single.length)))).toThrow('ATOMIC4004')
      },
    ),
  )
})

test('decodeChunk() refuses bytes of which any was changed', () => {
  fc.assert(
    fc.property(alikeRows, fc.nat(), fc.integer({ min: 1, max: 255 }), (rows, at, change) => {
      const bytes = encodeChunk(rows)
      const index = at % bytes.length
      bytes[index] = (bytes[index] ?? 0) ^ change
      expect(() => decodeChunk(bytes)).toThrow('ATOMIC4004')
    }),
    { numRuns: 1000 },
  )
})

function expectSame(actual: unknown, expected: unknown): void {
  expect(comparable(actual)).toEqual(comparable(expected))
  expect(isDeepStrictEqual(comparable(actual), comparable(expected))).toBe(true)
}

/** What `isDeepStrictEqual` would get wrong, in a form in which it does not: invalid dates, Buffers, order of names. */
function comparable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return ['date', value.getTime()]
  if (value instanceof Error) return ['error', Object.getPrototypeOf(value), entriesOf(value)]
  if (isBinary(value))
    return [kindOf(value), serialize(Buffer.isBuffer(value) ? Uint8Array.from(value) : value)]
  if (value instanceof Map) return ['map', [...value].map(comparable)]
  if (value instanceof Set) return ['set', [...value].map(comparable)]
  if (value instanceof RegExp) return ['regexp', value.source, value.flags, value.lastIndex]
  if (Array.isArray(value)) return ['array', value.length, entriesOf(value)]
  return ['object', Object.getPrototypeOf(value) === null, entriesOf(value)]
}

function entriesOf(owner: object): unknown[] {
  return Object.entries(Object.getOwnPropertyDescriptors(owner))
    .filter(([name]) => !(Array.isArray(owner) && name === 'length'))
    .map(([name, { value, enumerable }]) => [name, enumerable, comparable(value)])
}

function isBinary(value: object): boolean {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer
}

function kindOf(value: object): string {
  return Object.prototype.toString.call(value)
}
