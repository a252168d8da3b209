import { compareKeys, KeyMap } from '@atomic-ts/core/internal'
import type { Step } from '@atomic-ts/core/internal'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeColumn, encodeChunk } from '../codec/chunk.ts'
import type { Column } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { compilePipeline, type Chunk, type Loop } from '../executor/compile-pipeline.ts'
import { joinColumns } from './join-columns.ts'

const words = fc.constantFrom('whale', 'ship', 'sea', '', '\ud83d', 'a much longer word than the others')
const keys: readonly fc.Arbitrary<unknown>[] = [
  fc.integer({ min: -5, max: 5 }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, NaN, 1.5, -Infinity, Infinity),
  words,
  fc.string(),
  fc.constantFrom(null, undefined, true, 'x', 1, 1n),
  fc.tuple(words, fc.integer({ min: 0, max: 2 })),
]
const pairsOf = (key: fc.Arbitrary<unknown>): fc.Arbitrary<[unknown, unknown][]> =>
  fc.array(fc.tuple(key, fc.integer()), { maxLength: 60, size: 'max' })
const chunksOfPairs = fc
  .constantFrom(...keys)
  .chain((key) =>
    fc.array(fc.oneof({ weight: 5, arbitrary: pairsOf(key) }, pairsOf(fc.oneof(...keys))), { maxLength: 4 }),
  )

const bounds = fc
  .array(fc.integer({ min: -20, max: 20 }))
  .map((all) => [...new Set(all)].toSorted((a, b) => a - b))
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.boolean().map((ascending) => ({ op: 'sort', params: { ascending } })),
  fc
    .constantFrom(1, 2, 7)
    .map((partitions) => ({ op: 'exchange', params: { partitions, by: 'hash', keyOf: 'pair' } })),
  fc
    .constantFrom(1, 2, 7)
    .map((partitions) => ({ op: 'exchange', params: { partitions, by: 'turn', keyOf: 'record' } })),
  fc
    .constantFrom(1, 3)
    .map((partitions) => ({ op: 'exchange', params: { partitions, by: 'hash', keyOf: 'record' } })),
  fc.tuple(bounds, fc.boolean()).map(([all, ascending]) => ({
    op: 'exchange',
    params: { partitions: all.length + 1, by: 'range', keyOf: 'pair', bounds: all, ascending },
  })),
  fc.constantFrom({ op: 'collectRows' }, { op: 'countRows' }, { op: 'gatherRows' }),
)

test('a kernel gives the records of its loop, in the same order', () => {
  fc.assert(
    fc.property(anyStep, chunksOfPairs, fc.boolean(), (step, parts, mixed) => {
      const columns = parts.map((rows) => decodeColumn(encodeChunk(rows)))
      // Some chunks may be records already: then the loop takes over from the kernel.
      const chunks = columns.map((column, i) => (mixed && i % 2 === 1 ? rowsOf(column) : column))
      expect(run(step, chunks)).toEqual(runLoop(step, parts))
    }),
    { numRuns: 3000 },
  )
})

test('joinColumns() gives the pairs of a nested loop, keys as they are first seen', () => {
  const sides = fc.constantFrom(...keys).chain((key) => fc.tuple(pairsOf(key), pairsOf(key)))
  fc.assert(
    fc.property(sides, ([left, right]) => {
      const joined = joinColumns(decodeColumn(encodeChunk(left)), decodeColumn(encodeChunk(right)))
      if (joined) expect([...joined].flatMap((column) => rowsOf(column))).toEqual(nestedLoop(left, right))
    }),
    { numRuns: 2000 },
  )
})

test('joinColumns() takes the common kinds of keys', () => {
  for (const key of [1, 1.5, 'a', null]) {
    const side = decodeColumn(encodeChunk([[key, 1]]))
    expect([...(joinColumns(side, side) ?? [])].flatMap((column) => rowsOf(column))).toEqual([[key, [1, 1]]])
  }
})

/** What comes out of the step's own loop: behind another step, no kernel runs. */
function runLoop(step: Step, chunks: readonly Chunk[]): unknown[] {
  return run(step, chunks, [{ op: 'map', tasks: [{ id: 'same' }] }])
}

/** What comes out of a step, with what it emits on the way. */
function run(step: Step, chunks: readonly Chunk[], steps: readonly Step[] = []): unknown[] {
  const emitted: (readonly unknown[] | Column)[] = []
  const pipeline = { source: { kind: 'source', node: 0, format: 'parallelize' }, steps } as const
  const [segment] = compilePipeline(pipeline, step, () => (x: unknown) => x)
  const loop = segment?.open?.({ emit: (part) => emitted.push(part), partition: 3, attempt: 0 }) as Loop
  for (const chunk of chunks) loop.push(chunk)
  const result = loop.finish()
  const buckets = step.op === 'exchange' ? (result as (Column | unknown[])[]).map(records) : records(result)
  return [...emitted.flatMap(records), ...buckets]
}

function records(part: readonly unknown[] | Column): readonly unknown[] {
  return 'kind' in part ? rowsOf(part) : part
}

function nestedLoop(left: [unknown, unknown][], right: [unknown, unknown][]): unknown[] {
  const groups = new KeyMap<[unknown[], unknown[]]>()
  for (const [key, value] of left) (groups.find(key) ?? groups.set(key, [[], []])).value[0].push(value)
  for (const [key, value] of right) (groups.find(key) ?? groups.set(key, [[], []])).value[1].push(value)
  expect(groups.keys().every((key) => compareKeys(key, key) === 0)).toBe(true)
  return groups
    .pairs()
    .flatMap(([key, [ones, others]]) => ones.flatMap((a) => others.map((b) => [key, [a, b]])))
}
