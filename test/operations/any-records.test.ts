import { load } from '@atomic-ts/compiler'
import { canonicalKey, compareKeys } from '@atomic-ts/core/internal'
import { Context } from '@atomic-ts/runtime'
import { anyKey, anyValue } from '@atomic-ts/testing'
import fc from 'fast-check'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as Jobs from './any-records.ts'

type Pair = readonly [key: unknown, value: unknown]

const jobs = await load<typeof Jobs>(new URL('any-records.ts', import.meta.url).pathname)

/** What each operation makes of an array. */
const model: Readonly<Record<Jobs.Operation, (pairs: readonly Pair[]) => Pair[]>> = {
  map: (pairs) => pairs.map(([key, value]) => [key, { value, text: 'x' }]),
  filter: (pairs) => pairs.filter(([key]) => typeof key !== 'boolean'),
  flatMap: (pairs) =>
    pairs.flatMap(([key, value]): Pair[] => {
      if (key === null) return []
      return key === 'a'
        ? [
            [1, value],
            ['é', value],
          ]
        : [[key, value]]
    }),
  mapValues: (pairs) => pairs.map(([key, value]) => [key, [value, 0.5]]),
  keys: (pairs) => pairs.map(([key]) => [key, key]),
  values: (pairs) => pairs.map(([, value]) => [7, value]),
  union: (pairs) => [...pairs, ...pairs.map(([key, value]): Pair => [key, { again: value }])],
  coalesce: (pairs) => [...pairs],
  repartition: (pairs) => [...pairs],
  cache: (pairs) => [...pairs],
  kept: (pairs) => [...pairs],
  sorted: (pairs) => pairs.toSorted(([a], [b]) => compareKeys(a, b)),
  sortedDown: (pairs) => pairs.toSorted(([a], [b]) => compareKeys(b, a)),
  partitioned: (pairs) => [...pairs],
}
const operations = Object.keys(model) as Jobs.Operation[]
const mixes: ReadonlySet<Jobs.Operation> = new Set(['repartition', 'partitioned'])

const value = fc.oneof(
  anyValue(),
  fc.constantFrom<unknown>(
    new Map([[1, 'a']]),
    new Set(['b']),
    new Uint16Array([1, 2]),
    { y: 1, x: -0 },
    { x: -0, y: 1 },
    'long '.repeat(3000),
    2 ** 31,
    -(2 ** 31),
    2 ** 53,
    [],
    {},
  ),
)
// Many alike, so that they lie in columns of their own kind; and others beside them in the same partition.
const alike = fc
  .constantFrom(
    fc.integer({ min: -9, max: 300 }),
    fc.double(),
    fc.constantFrom('a', 'b', '', '\ud83d'),
    anyKey(),
  )
  .chain((key) => fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 6 }))
const start: fc.Arbitrary<Jobs.Start> = fc.record({
  rows: fc
    .array(fc.tuple(alike, fc.constantFrom(1, 2, 600)), { maxLength: 3 })
    .map((parts) => parts.flatMap(([pairs, times]) => Array.from({ length: times }, () => pairs).flat())),
  partitions: fc.integer({ min: 1, max: 3 }),
})
const names = fc.array(fc.constantFrom(...operations), { maxLength: 4 })

describe.each([
  ['in-process', { transport: 'in-process' }, 16],
  ['threads', { transport: 'threads' }, 8],
  ['on disk', { transport: 'threads', taskMemory: 0.005, sharedMemory: 0.01 }, 5],
] as const)('%s', (_, options, numRuns) => {
  let ctx: Context
  beforeAll(async () => {
    ctx = await Context.local({ slots: 2, ...options, maxFailures: 1 })
  })
  afterAll(() => ctx.stop())

  test('any operations over any records give what they give over an array', async () => {
    await fc.assert(
      fc.asyncProperty(start, names, async (from, chain) => {
        const expected = chain.reduce<readonly Pair[]>((pairs, name) => model[name](pairs), from.rows)
        const few = jobs.fewOf(from.rows)
        const given = await jobs.chained(ctx, from, chain)
        const isOrdered = !chain.some((name) => mixes.has(name))
        expect(shown(given.records, isOrdered)).toEqual(shown(expected, isOrdered))
        expect(given.counted).toBe(expected.length)
        const groups = shownGroups(grouped(expected))
        for (const name of ['grouped', 'reduced', 'mutated'] as const) {
          expect([name, shownGroups(given[name])]).toEqual([name, groups])
        }
        expect(shownByKey(given.joined)).toEqual(shownByKey(joined(expected, few, false)))
        expect(shownByKey(given.outer)).toEqual(shownByKey(joined(expected, few, true)))
        const others = new Set(few.map(([key]) => canonicalKey(key)))
        const missing = expected.filter(([key]) => !others.has(canonicalKey(key)))
        expect(shownByKey(given.missing)).toEqual(shownByKey(missing))
      }),
      { numRuns },
    )
  })
})

function grouped(pairs: readonly Pair[]): [unknown, unknown[]][] {
  const groups = new Map<string, [unknown, unknown[]]>()
  for (const [key, each] of pairs) {
    const name = canonicalKey(key)
    const group = groups.get(name)
    if (group) group[1].push(each)
    else groups.set(name, [key, [each]])
  }
  return [...groups.values()]
}

function joined(pairs: readonly Pair[], few: readonly Pair[], outer: boolean): Pair[] {
  const others = new Map(grouped(few).map(([key, values]) => [canonicalKey(key), values]))
  const missing = outer ? [undefined] : []
  return pairs.flatMap(([key, left]) =>
    (others.get(canonicalKey(key)) ?? missing).map((right): Pair => [key, [left, right]]),
  )
}

function shown(pairs: readonly Pair[], isOrdered: boolean): string[] {
  const texts = pairs.map(show)
  return isOrdered ? texts : texts.toSorted()
}

// Of equal keys, any may stand for all.
function shownByKey(pairs: readonly Pair[]): string[] {
  return pairs.map(([key, each]) => `${canonicalKey(key)} ${show(each)}`).toSorted()
}

function shownGroups(groups: readonly (readonly [unknown, readonly unknown[]])[]): string[] {
  return shownByKey(groups.map(([key, values]) => [key, values.map(show).toSorted()]))
}

/** Everything that a value is, also the order of its properties. */
function show(each: unknown): string {
  if (typeof each === 'string') return JSON.stringify(each)
  if (typeof each === 'number') return Object.is(each, -0) ? '-0' : String(each)
  if (Array.isArray(each)) return `[${each.map(show).join()}]`
  if (typeof each !== 'object' || each === null || Object.getPrototypeOf(each) !== Object.prototype) {
    return inspect(each)
  }
  return `{${Object.entries(each)
    .map(([name, part]) => `${JSON.stringify(name)}:${show(part)}`)
    .join()}}`
}
