import { expect, test } from 'vitest'
import { compareKeys } from './compare-keys.ts'

const ascending: [string, unknown[]][] = [
  ['types', [null, undefined, true, 5, 'a', new Date(0), Uint8Array.of(1), [], {}]],
  ['booleans', [false, true]],
  [
    'numbers and bigints',
    [-Infinity, -(2n ** 80n), -1, 0, 1, 1n, 1.5, 2n, 2 ** 53, 2n ** 53n + 1n, Infinity, NaN],
  ],
  ['strings by code units', ['', 'A', 'Z', 'a', 'aa', 'b', 'é', '\u{1f600}', '\uffff']],
  ['dates', [new Date(-1), new Date(0), new Date(9), new Date(NaN)]],
  ['arrays', [[], [null], [1], [1, 0], [1, 'a'], [2], ['a']]],
  ['holes before anything', [Array(1), [null], [undefined]]],
  ['objects by names, then values', [{}, { a: 1 }, { a: 2 }, { a: 0, b: 0 }, { b: 0 }]],
  [
    'binary by kind, then elements',
    [Int8Array.of(1), Uint8Array.of(1), Uint8Array.of(1, 0), Uint8Array.of(2)],
  ],
]

test.each(ascending)('compareKeys() orders %s', (_, keys) => {
  for (let i = 0; i < keys.length; i++) {
    for (let j = 0; j < keys.length; j++)
      expect(Math.sign(compareKeys(keys[i], keys[j]))).toBe(Math.sign(i - j))
  }
})

test('compareKeys() refuses what cannot be a key', () => {
  expect(() => compareKeys(() => 1, 1)).toThrow('ATOMIC4002')
  expect(() => compareKeys('a', new User())).toThrow('ATOMIC4002')
  expect(() => compareKeys([1, Symbol('s')], [1, 2])).toThrow('ATOMIC4002')
})

class User {
  name = 'Ada'
}
