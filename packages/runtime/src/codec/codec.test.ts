import { expect, test } from 'vitest'
import { decodeChunk, encodeChunk } from './chunk.ts'
import { decodeValue, encodeValue } from './codec.ts'

test('encodeValue() turns a Buffer into a Uint8Array, and a view into one of its own bytes', () => {
  const view = new Uint8Array([1, 2, 3, 4]).subarray(1, 3)
  const decoded = decodeValue(encodeValue([Buffer.from('ab'), view]))
  expect(decoded).toStrictEqual([Uint8Array.of(97, 98), Uint8Array.of(2, 3)])
  expect(decoded).toHaveProperty('1.buffer.byteLength', 2)
})

test('encodeValue() reads through getters and proxies', () => {
  const value = {
    get half(): number {
      return 0.5
    },
    proxy: new Proxy({ a: [1] }, {}),
  }
  expect(decodeValue(encodeValue(value))).toEqual({ half: 0.5, proxy: { a: [1] } })
})

test('encodeValue() makes copies of repeated references', () => {
  const shared = { a: 1 }
  const decoded = decodeValue(encodeValue({ first: shared, second: shared }))
  expect(decoded).toEqual({ first: shared, second: shared })
  expect(Reflect.get(Object(decoded), 'first')).not.toBe(Reflect.get(Object(decoded), 'second'))
})

test('encodeValue() keeps the order of properties', () => {
  const value = { z: 1, a: -0, m: new Date(0) }
  expect(Object.keys(Object(decodeValue(encodeValue(value))))).toEqual(['z', 'a', 'm'])
})

test('encodeValue() carries a large object and a long string', () => {
  const large = Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`key${i}`, i]))
  expect(decodeValue(encodeValue(large))).toEqual(large)
  const long = 'é'.repeat(3_000_000)
  expect(decodeValue(encodeValue(long)) === long).toBe(true)
})

test('encodeValue() calls the value in an error by the given name', () => {
  expect(() => encodeValue({ log: () => 1 }, 'settings')).toThrow(
    'ATOMIC4001: settings.log is the function log',
  )
})

test('decodeValue() and decodeChunk() refuse each other', () => {
  expect(() => decodeValue(encodeChunk([1]))).toThrow('ATOMIC4004: ')
  expect(() => decodeChunk(encodeValue([1]))).toThrow('ATOMIC4004: ')
})

test('bytes cost what copying them costs, however many they are', () => {
  const bytes = new Uint8Array(16 << 20).fill(7)
  const arrived = decodeValue(encodeValue({ bytes }))
  expect(Buffer.compare((arrived as { bytes: Uint8Array }).bytes, bytes)).toBe(0)
})
