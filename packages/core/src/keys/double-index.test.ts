import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { DoubleIndex } from './double-index.ts'

const special = fc.constantFrom(0, -0, NaN, Infinity, 2 ** 31, -(2 ** 31), 2 ** 53, 1.5)
const number = fc.oneof(special, fc.integer(), fc.integer({ min: -9, max: 9 }), fc.double())

test('DoubleIndex numbers keys as a Map of them would', () => {
  fc.assert(
    fc.property(fc.array(number, { maxLength: 500, size: 'max' }), fc.nat(100), (keys, expected) => {
      const numbers = new Map<number, number>()
      const index = new DoubleIndex(expected)
      for (const key of keys) {
        if (!numbers.has(key)) numbers.set(key, numbers.size)
        expect(index.at(key)).toBe(numbers.get(key))
      }
      expect([...index.keys].map((key) => key + 0)).toEqual([...numbers.keys()])
      const [first] = keys
      if (first !== undefined) expect(index.keys[0]).toBe(first)
    }),
  )
})

test('DoubleIndex goes on from keys that have their numbers', () => {
  const index = DoubleIndex.of(Int32Array.of(7, -3))
  expect([index.at(2 ** 40), index.at(-3), index.at(7), index.at(0.5)]).toEqual([2, 1, 0, 3])
})

test.each([1, 2 ** 20, 2 ** 32, 1 / 1024, 1e300, 3.7])('DoubleIndex tells multiples of %d apart', (step) => {
  const keys = Float64Array.from({ length: 20_000 }, (_, i) => i * step)
  const index = new DoubleIndex()
  const first = keys.map((key) => index.at(key))
  expect(first).toEqual(keys.map((_, i) => i))
  expect(keys.map((key) => index.at(key))).toEqual(first)
})
