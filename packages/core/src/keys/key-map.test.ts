import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { KeyMap } from './key-map.ts'

test('KeyMap keeps the key that was seen first', () => {
  const first = [1, 'a']
  const map = new KeyMap<number>()
  const cell = map.set(first, 1)
  expect(map.set([1, 'a'], 2)).toBe(cell)
  expect(map.keys()[0]).toBe(first)
  expect(cell.value).toBe(2)
})

test('KeyMap lists primitive keys, then composite ones, each as they came', () => {
  const map = new KeyMap<null>()
  for (const key of [['b'], 'z', 1, ['a'], 'a', 'z']) map.set(key, null)
  expect(map.keys()).toEqual(['z', 1, 'a', ['b'], ['a']])
  expect([...map.cells()].map(({ key }) => key)).toEqual(map.keys())
  expect(map.pairs().map(([key]) => key)).toEqual(map.keys())
})

test('KeyMap.primitive holds what generated loops look up themselves', () => {
  const map = new KeyMap<number>()
  const cell = map.set('a', 1)
  expect(map.primitive.get('a')).toBe(cell)
  expect(map.find(null)).toBeUndefined()
})

test('KeyMap finds any key as a Map of primitive keys does', () => {
  const key = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.integer(), fc.double(), fc.string(), fc.bigInt())
  const special = fc.constantFrom(0, -0, NaN, 2 ** 31, -(2 ** 31), 1.5, '1', null, undefined, true)
  fc.assert(
    fc.property(fc.array(fc.oneof(key, special), { maxLength: 500, size: 'max' }), (keys) => {
      const [map, expected] = [new KeyMap<number>(), new Map<unknown, number>()]
      for (const [i, each] of keys.entries()) {
        expect(map.find(each)?.value).toBe(expected.get(each))
        map.set(each, i)
        expected.set(each, i)
      }
      // A Map forgets the sign of a zero, which stays here.
      expect(map.pairs().map(([each, i]) => [each === 0 ? 0 : each, i])).toEqual([...expected])
      expect(map.size).toBe(expected.size)
    }),
  )
})

test('KeyMap refuses what cannot be a key', () => {
  const map = new KeyMap<number>()
  expect(() => map.set(Symbol('s'), 1)).toThrow('ATOMIC4002')
  expect(() => map.find(new User())).toThrow('ATOMIC4002: An instance of the class User')
})

class User {
  name = 'Ada'
}
