import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareKeys } from '../keys/compare-keys.ts'
import { Best } from './top.ts'

test('Best gives what sorting and cutting gives, with ties in the order of arrival', () => {
  fc.assert(
    fc.property(entries, fc.integer({ min: 1, max: 12 }), fc.boolean(), (all, n, descending) => {
      expect(best(all, n, descending)).toEqual(sorted(all, descending).slice(0, n))
    }),
    { numRuns: 2000 },
  )
})

test('Best of parts is the same as Best of the whole, part by part in order', () => {
  fc.assert(
    fc.property(fc.array(entries), fc.integer({ min: 1, max: 12 }), fc.boolean(), (parts, n, descending) => {
      const merged = best(
        parts.flatMap((part) => best(part, n, descending)),
        n,
        descending,
      )
      expect(merged).toEqual(sorted(parts.flat(), descending).slice(0, n))
    }),
  )
})

test('Best puts NaN after every number, and so first when descending', () => {
  const all = [2, Number.NaN, -Infinity, Infinity, 1].map((x): Entry => [x, x])
  expect(best(all, 3, false).map(([x]) => x)).toEqual([-Infinity, 1, 2])
  expect(best(all, 3, true).map(([x]) => x)).toEqual([Number.NaN, Infinity, 2])
})

test('Best gives fewer when there are fewer, and none of none', () => {
  expect(best([], 3, false)).toEqual([])
  expect(best([[1, 'a']], 3, true)).toEqual([[1, 'a']])
})

type Entry = [order: unknown, record: unknown]

/** Few different keys, so that many are tied; a record's number tells the tied apart. */
const key = fc.oneof(fc.nat(4), fc.constantFrom(Number.NaN, -0, Infinity, null, 'a', 1n), fc.tuple(fc.nat(2)))
const entries = fc.array(key, { maxLength: 40 }).map((keys) => keys.map((order, i): Entry => [order, i]))

function best(all: readonly Entry[], n: number, descending: boolean): Entry[] {
  const kept = new Best(n, descending)
  for (const [order, record] of all) kept.offer(order, record)
  return kept.rows()
}

function sorted(all: readonly Entry[], descending: boolean): Entry[] {
  return all.toSorted(([a], [b]) => (descending ? compareKeys(b, a) : compareKeys(a, b)))
}
