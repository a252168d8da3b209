import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeChunk, encodeChunk } from './chunk.ts'
import { splitIntPairs } from './int-pairs.ts'

const int = fc.integer({ min: -0x80000000, max: 0x7fffffff })

test('pairs of integers arrive as they were, chunk after chunk', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.tuple(int, int), { maxLength: 30 })), (chunks) => {
      for (const pairs of chunks) {
        expect(splitIntPairs(pairs)?.map((part) => [...part])).toEqual(
          pairs.length === 0 ? undefined : [pairs.map(([key]) => key), pairs.map(([, value]) => value)],
        )
        expect(decodeChunk(encodeChunk(pairs))).toStrictEqual(pairs)
      }
    }),
  )
})

test.each([127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536])(
  'pairs of %i and its negatives arrive',
  (n) => {
    const pairs = [n, -n, -n - 1].flatMap((one) => [
      [0, one],
      [one, 0],
    ])
    for (const pair of pairs) expect(decodeChunk(encodeChunk([pair]))).toStrictEqual([pair])
    expect(decodeChunk(encodeChunk(pairs))).toStrictEqual(pairs)
  },
)

test('some of the pairs can be taken', () => {
  const pairs = Array.from({ length: 9 }, (_, i) => [i, 100 * i])
  expect(splitIntPairs(pairs, 3, 5)?.map((part) => [...part])).toEqual([
    [3, 4],
    [300, 400],
  ])
  expect(splitIntPairs([...pairs, ['no', 1]], 9, 10)).toBeUndefined()
})

// oxlint-disable no-sparse-arrays
test.for([
  ['-0', [3, -0]],
  ['2^31', [0x80000000, 1]],
  ['a fraction', [0.5, 1]],
  ['NaN', [NaN, 1]],
  ['a text', ['3', 1]],
  ['a hole', [3, ,]],
  ['three of them', [1, 2, 3]],
  ['a property', Object.assign([1, 2], { index: 3 })],
  ['no array', { 0: 1, 1: 2, length: 2 }],
  ['a class of its own', new (class extends Array<number> {})(1, 2)],
] as const)('what is no pair of integers is not taken for one: %s', ([, odd]) => {
  expect(splitIntPairs([odd])).toBeUndefined()
  expect(splitIntPairs([[1, 2], odd])).toBeUndefined()
})
