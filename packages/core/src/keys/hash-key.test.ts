import { expect, test } from 'vitest'
import { hashKey, partitionOf, partitionsOfAscii, partitionsOfInts } from './hash-key.ts'

test('hashKey() never changes, or data written by an older version would be in the wrong place', () => {
  const keys = [
    '',
    'whale',
    'é😀',
    0,
    1,
    -1,
    0.5,
    NaN,
    1n,
    -(2n ** 70n),
    true,
    false,
    null,
    undefined,
    ['a', 1],
    { a: 1 },
  ]
  expect(keys.map(hashKey)).toMatchInlineSnapshot(`
    [
      3651860435,
      68945719,
      3166902399,
      1738713326,
      2586110409,
      349730124,
      3869835303,
      104869765,
      2408500575,
      587248858,
      739982445,
      695872825,
      1692848807,
      1013904242,
      4087488103,
      646328329,
    ]
  `)
})

test('hashKey() tells types apart', () => {
  const hashes = [1, '1', 1n, [1], true].map(hashKey)
  expect(new Set(hashes).size).toBe(hashes.length)
})

const series: [string, (i: number) => unknown][] = [
  ['integers in sequence', (i) => i],
  ['multiples of 64', (i) => i * 64],
  ['negative integers', (i) => -i],
  ['halves', (i) => i / 2],
  ['large numbers', (i) => 2 ** 40 + i],
  ['words', (i) => `word${i}`],
  ['bigints', (i) => BigInt(i)],
  ['pairs', (i) => [`user${i % 100}`, Math.floor(i / 100)]],
]

test.each(series)('partitionOf() spreads %s evenly', (_, keyAt) => {
  for (const partitions of [2, 7, 8, 100]) {
    const counts = Array.from({ length: partitions }, () => 0)
    for (let i = 0; i < 20_000; i++) {
      const partition = partitionOf(keyAt(i), partitions)
      counts[partition] = (counts[partition] ?? 0) + 1
    }
    // Six standard deviations of a fair throw: a failure means that the hash is not fair.
    const expected = 20_000 / partitions
    for (const count of counts) expect(Math.abs(count - expected)).toBeLessThan(6 * Math.sqrt(expected))
  }
})

test('hashKey() refuses what cannot be a key', () => {
  expect(() => hashKey(() => 1)).toThrow('ATOMIC4002')
})

test('partitionsOfInts() tells of each what partitionOf() does', () => {
  const keys = Int32Array.of(0, 1, -1, 12, -0x80000000, 0x7fffffff, 123_456_789)
  for (const partitions of [1, 2, 12, 1000, 0x7fffffff]) {
    const targets = new Int32Array(keys.length)
    partitionsOfInts(keys, partitions, targets)
    expect([...targets]).toEqual(Array.from(keys, (key) => partitionOf(key, partitions)))
  }
})

test('partitionsOfAscii() tells of each what partitionOf() does', () => {
  const keys = ['', 'a', 'tea', 'milk and sugar', '~'.repeat(300)]
  const bytes = Buffer.from(keys.join(''))
  const starts = new Int32Array(keys.length + 1)
  for (const [i, key] of keys.entries()) starts[i + 1] = (starts[i] ?? 0) + key.length
  for (const partitions of [1, 2, 12, 1000, 0x7fffffff]) {
    const targets = new Int32Array(keys.length)
    partitionsOfAscii({ bytes, starts }, partitions, targets)
    expect([...targets]).toEqual(keys.map((key) => partitionOf(key, partitions)))
  }
})
