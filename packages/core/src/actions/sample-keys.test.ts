import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareKeys } from '../keys/compare-keys.ts'
import { rangeBounds } from './sample-keys.ts'

test('rangeBounds() gives sampled keys, ascending, each once, and fewer than partitions', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 20 }), (parts, partitions) => {
      const bounds = rangeBounds(parts, partitions)
      const keys = parts.flatMap(([, ...sampled]) => sampled)
      expect(bounds.length).toBeLessThan(partitions)
      expect(bounds.every((bound) => keys.some((each) => compareKeys(each, bound) === 0))).toBe(true)
      const pairs = bounds.slice(1).map((bound, i) => compareKeys(bounds[i], bound))
      expect(pairs.every((order) => order < 0)).toBe(true)
    }),
  )
})

test('rangeBounds() cuts keys that are all different into parts of like size', () => {
  const keys = fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 500 })
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 20 }), (all, partitions) => {
      const sizes = partSizes(all, rangeBounds([[all.length, ...all]], partitions))
      expect(Math.max(...sizes)).toBeLessThanOrEqual(Math.ceil(all.length / partitions) + 1)
    }),
  )
})

test('rangeBounds() gives a key that most records have a part that it shares with those below it only', () => {
  const others = fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 10 })
  fc.assert(
    fc.property(others, fc.integer({ min: 2, max: 8 }), (rare, partitions) => {
      const all = [...Array.from({ length: 90 }, () => 0.5), ...rare]
      expect(rangeBounds([[all.length, ...all]], partitions)).toContain(0.5)
    }),
  )
})

test('rangeBounds() weighs a key by the records that it stands for', () => {
  const small = [10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  const large = [990, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]
  expect(rangeBounds([small, large], 2)).toEqual([15])
})

test('rangeBounds() has no bounds without keys', () => {
  expect(rangeBounds([], 4)).toEqual([])
  expect(rangeBounds([[0], [0]], 4)).toEqual([])
})

const anyKey = fc.oneof(fc.nat(20), fc.constantFrom(Number.NaN, -0, null, 'a', 'b'), fc.tuple(fc.nat(2)))
/** `[records seen, ...sampled keys]` of each partition. */
const samples = fc.array(
  fc
    .tuple(fc.array(anyKey), fc.nat(100))
    .map(([keys, more]) => [keys.length + (keys.length && more), ...keys]),
)

/** How many keys fall between the bounds; a key equal to a bound stays below it. */
function partSizes(keys: readonly number[], bounds: readonly unknown[]): number[] {
  const cuts = [-Infinity, ...bounds.map(Number), Infinity]
  return cuts.slice(1).map((to, i) => keys.filter((key) => key > (cuts[i] ?? 0) && key <= to).length)
}
