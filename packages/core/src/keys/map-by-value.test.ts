import { expect, test } from 'vitest'
import { MapByValue } from './map-by-value.ts'

test('finds composite keys by value, and keeps the first of equal keys', () => {
  const first = ['a', 1]
  const map = new MapByValue<unknown, number>().set(first, 1).set(['a', 1], 2).set(1, 3).set('1', 4)
  expect(map.get(['a', 1])).toBe(2)
  expect([...map.keys()]).toEqual([['a', 1], 1, '1'])
  expect([...map.keys()][0]).toBe(first)
  expect(map.has(['a', 2])).toBe(false)
  expect(map.size).toBe(3)
})

test('forgets what is deleted', () => {
  const map = new MapByValue<unknown, number>().set(new Date(1), 1).set({ x: 1 }, 2)
  expect([map.delete(new Date(1)), map.delete(new Date(1)), map.has(new Date(1))]).toEqual([
    true,
    false,
    false,
  ])
  map.set(new Date(1), 3)
  expect([...map]).toEqual([
    [{ x: 1 }, 2],
    [new Date(1), 3],
  ])
  map.clear()
  expect([map.size, map.has({ x: 1 })]).toEqual([0, false])
})
