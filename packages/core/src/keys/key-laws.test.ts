import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalKey } from './canonical-key.ts'
import { compareKeys } from './compare-keys.ts'
import { hashKey } from './hash-key.ts'
import { KeyMap } from './key-map.ts'
import { sortPairs } from './sort-pairs.ts'

const leaf = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 2 ** 31, 2 ** 53, NaN, Infinity, -Infinity),
  fc.constantFrom(0n, 1n, -1n, 2n ** 53n, 2n ** 80n),
  fc.constantFrom('', '0', '1', 'a', 'b', 'a,b', '1:a', '\ud800', '__proto__', '#1;'),
  fc.constantFrom(true, false, null, undefined),
  fc.constantFrom(0, 1, NaN).map((time) => new Date(time)),
  fc.constantFrom(/a/, /a/g, /b/),
  fc.oneof(fc.double(), fc.string({ unit: 'binary' }), fc.bigInt()),
  fc.constantFrom([], [0], [1], [0, 1]).map((items) => Uint8Array.from(items)),
  fc.constantFrom([], [0], [-0], [NaN]).map((items) => Float64Array.from(items)),
)

/** Keys of all kinds, from a few values each, so that equal ones and nearly equal ones meet often. */
const anyKey: fc.Arbitrary<unknown> = fc.letrec<{ key: unknown }>((tie) => {
  const key = tie('key')
  const items = fc.array(key, { maxLength: 3 })
  const names = fc.constantFrom('a', 'b', '0', '__proto__')
  return {
    key: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { arbitrary: leaf, weight: 4 },
      items,
      fc.dictionary(names, key, { maxKeys: 3 }),
      fc.sparseArray(key, { maxLength: 3, noTrailingHole: false }),
      fc.array(fc.tuple(leaf, key), { maxLength: 2 }).map((entries) => new Map(entries)),
      fc.array(leaf, { maxLength: 2 }).map((members) => new Set(members)),
    ),
  }
}).key

test('canonicalKey() is the same exactly for keys that are deeply equal', () => {
  fc.assert(
    fc.property(anyKey, anyKey, (a, b) => {
      expect(canonicalKey(a) === canonicalKey(b)).toBe(isDeepStrictEqual(plainForm(a), plainForm(b)))
    }),
    { numRuns: 20_000 },
  )
})

test('hashKey() is equal for equal keys', () => {
  fc.assert(
    fc.property(anyKey, anyKey, (a, b) => {
      if (canonicalKey(a) === canonicalKey(b)) expect(hashKey(a)).toBe(hashKey(b))
    }),
    { numRuns: 20_000 },
  )
})

test('hashKey() is an unsigned 32-bit integer', () => {
  fc.assert(fc.property(anyKey, (key) => hashKey(key) === hashKey(key) >>> 0))
})

test('compareKeys() is 0 exactly for equal keys', () => {
  fc.assert(
    fc.property(anyKey, anyKey, (a, b) => {
      expect(compareKeys(a, b) === 0).toBe(canonicalKey(a) === canonicalKey(b))
    }),
    { numRuns: 20_000 },
  )
})

test('compareKeys() is antisymmetric', () => {
  fc.assert(
    fc.property(anyKey, anyKey, (a, b) => {
      expect(Math.sign(compareKeys(a, b)) + Math.sign(compareKeys(b, a))).toBe(0)
    }),
    { numRuns: 20_000 },
  )
})

test('compareKeys() is transitive', () => {
  fc.assert(
    fc.property(anyKey, anyKey, anyKey, (a, b, c) => {
      if (compareKeys(a, b) <= 0 && compareKeys(b, c) <= 0) expect(compareKeys(a, c)).toBeLessThanOrEqual(0)
    }),
    { numRuns: 50_000 },
  )
})

test('KeyMap finds a value by any key that is equal', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyKey, fc.nat())), (entries) => {
      const map = new KeyMap<number>()
      const model = new Map<string, number>()
      for (const [key, value] of entries) {
        map.set(key, value)
        model.set(canonicalKey(key), value)
      }
      expect(map.size).toBe(model.size)
      for (const [key] of entries) expect(map.find(key)?.value).toBe(model.get(canonicalKey(key)))
      expect(new Map(map.pairs().map(([key, value]) => [canonicalKey(key), value]))).toEqual(model)
    }),
  )
})

const keysOfOneType = fc.oneof(
  fc.array(fc.oneof(fc.double(), fc.constantFrom(0, -0, 1, 2, NaN, Infinity, -Infinity))),
  fc.array(fc.constantFrom(1, 2, 3, -0, 0)),
  fc.array(fc.constantFrom('a', 'b', 'aa', '')),
  fc.array(anyKey),
)

test('sortPairs() is a stable sort by compareKeys(), both ways', () => {
  fc.assert(
    fc.property(keysOfOneType, fc.boolean(), (keys, ascending) => {
      const pairs = keys.map((key, i) => [key, i] as const)
      const direction = ascending ? 1 : -1
      const expected = pairs.toSorted((a, b) => direction * compareKeys(a[0], b[0]) || a[1] - b[1])
      sortPairs(pairs, ascending)
      expect(pairs.map(([, i]) => i)).toEqual(expected.map(([, i]) => i))
    }),
    { numRuns: 2000 },
  )
})

/** The same value as `isDeepStrictEqual` should see it: it heeds the sign of zero and prototypes, keys do not. */
function plainForm(key: unknown): unknown {
  if (typeof key === 'number') return key + 0
  if (Array.isArray(key)) return plainArray(key)
  // isDeepStrictEqual finds two invalid dates different.
  if (key instanceof Date) return new Map([[Date, key.getTime()]])
  if (key instanceof Map) return new Map([...key].map(([name, value]) => [plainForm(name), plainForm(value)]))
  if (key instanceof Set) return new Set([...key].map(plainForm))
  if (key instanceof Float64Array) return key.map((item) => item + 0)
  if (typeof key !== 'object' || key === null || Object.prototype.toString.call(key) !== '[object Object]')
    return key
  return plainProperties(key)
}

function plainArray(items: readonly unknown[]): unknown[] {
  // Unlike Array.from, map() keeps holes.
  return items.map(plainForm)
}

function plainProperties(record: object): object {
  const plain: object = {}
  for (const [name, value] of Object.entries(record)) {
    Object.defineProperty(plain, name, { value: plainForm(value), enumerable: true })
  }
  return plain
}
