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
  const cell = map.set(NaN, 1)
  expect(map.primitive.get(NaN)).toBe(cell)
  expect(map.primitive.get(-0)).toBe(map.primitive.get(0))
  expect(map.find(null)).toBeUndefined()
})

test('KeyMap refuses what cannot be a key', () => {
  const map = new KeyMap<number>()
  expect(() => map.set(Symbol('s'), 1)).toThrow('ATOMIC4002')
  expect(() => map.find(new User())).toThrow('ATOMIC4002: An instance of the class User')
})

class User {
  name = 'Ada'
}
