import { TaskCounts } from '../task/task-counts.ts'
import { compareKeys, fuse, KeyMap, vocabulary } from '@atomic-ts/core/internal'
import type { AnyFunction, Step, TaskRef, Terminal } from '@atomic-ts/core/internal'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeColumn, encodeChunk } from '../codec/chunk.ts'
import { areStrings } from '../codec/string-column.ts'
import { anyColumn, isColumn, tupleColumn, type Column, type Rows } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { compilePipeline, type Chunk, type Loop, type LoopEnv } from '../executor/compile-pipeline.ts'
import { kernel } from '../executor/kernel.ts'
import { loopCode } from '../executor/loop-code.ts'
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

/** Tasks that show in which order they were called with what. */
const functions: Readonly<Record<string, AnyFunction>> = {
  list: (a: unknown, b: unknown) => [a, b],
  once: (a: unknown) => ['first', a],
}
const [list, once] = [{ id: 'list' }, { id: 'once' }]

const bounds = fc
  .array(fc.oneof(fc.integer({ min: -20, max: 20 }), fc.double({ noNaN: true })))
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
  fc.constantFrom({ op: 'collectRows' }, { op: 'countRows' }, { op: 'gatherRows' }, { op: 'group' }),
  fc.nat(9).map((seed) => ({ op: 'sampleKeys', params: { seed, size: 5 } })),
  fc.constantFrom({ op: 'combine', tasks: [list] }, { op: 'createCombiners', tasks: [once, list] }),
)

test('a kernel gives the records of its loop, in the same order', () => {
  fc.assert(
    fc.property(anyStep, chunksOfPairs, fc.boolean(), (step, parts, mixed) => {
      const columns = parts.map((rows) => inWords(decodeColumn(encodeChunk(rows))))
      // Some chunks may be records already: then the loop takes over from the kernel.
      const chunks = columns.map((column, i) => (mixed && i % 2 === 1 ? rowsOf(column) : column))
      expect(run(step, chunks)).toEqual(runLoop(step, parts))
    }),
    { numRuns: 3000 },
  )
})

test('a sort takes numbers in one chunk and words in the next, and nothing between them', () => {
  const parts = [
    [
      ['b', 0],
      ['a', 1],
    ],
    [],
    [
      [2, 2],
      [1, 3],
      [2, 4],
    ],
  ]
  for (const ascending of [true, false]) {
    const step = { op: 'sort', params: { ascending } }
    const columns = parts.map((rows) => inWords(decodeColumn(encodeChunk(rows))))
    expect(run(step, columns)).toEqual(runLoop(step, parts))
  }
})

test('joinColumns() gives the pairs of a nested loop, keys as they are first seen', () => {
  const sides = fc.constantFrom(...keys).chain((key) => fc.tuple(pairsOf(key), pairsOf(key)))
  fc.assert(
    fc.property(sides, ([left, right]) => {
      const joined = joinColumns(inWords(decodeColumn(encodeChunk(left))), decodeColumn(encodeChunk(right)))
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

test('joinColumns() takes a side without records', () => {
  const [some, none] = [decodeColumn(encodeChunk([['a', 1]])), anyColumn([])]
  expect([...(joinColumns(some, none) ?? ['refused'])]).toEqual([])
  expect([...(joinColumns(none, some) ?? ['refused'])]).toEqual([])
})

/** The column with words for its strings, as long columns have them. */
function inWords(column: Column): Column {
  if (column.kind === 'tuple') return tupleColumn(column.columns.map(inWords), column.length)
  if (column.kind !== 'any' || column.length === 0 || !areStrings(column.values)) return column
  const all = [...new Set(column.values)]
  const codes = Int32Array.from(column.values, (word) => all.indexOf(word))
  return { kind: 'words', length: column.length, words: all, codes }
}

/** What comes out of the step, with what it emits on the way; as any chunks go in. */
function run(step: Step, chunks: readonly Chunk[]): unknown[] {
  const pipeline = {
    source: { kind: 'source', node: 0, format: 'parallelize', at: 'here' },
    steps: [],
  } as const
  const [segment] = compilePipeline(pipeline, step, taskOf)
  return outOf(step, chunks, (env) => segment?.open?.(env) as Loop)
}

/** What comes out of the step's own loop, which never hears of columns. */
function runLoop(step: Step, chunks: readonly (readonly unknown[])[]): unknown[] {
  const operator = vocabulary[step.op] as Terminal
  const { source, bindings } = fuse([], { step, operator }, 'rows')
  const tasks = bindings.tasks.map(({ index }) => taskOf(step.tasks?.[index] ?? { id: '' }))
  const params = bindings.params.map(({ key }) => step.params?.[key])
  const code = loopCode(source, step.tasks ?? [])
  return outOf(step, chunks, (env) => code(kernel, tasks, params, env) as Loop)
}

function outOf(step: Step, chunks: readonly Chunk[], open: (env: LoopEnv) => Loop): unknown[] {
  const emitted: Rows[] = []
  const loop = open({
    emit: (part) => emitted.push(part),
    partition: 3,
    attempt: 0,
    counts: new TaskCounts(),
    room: Infinity,
    spill: () => expect.unreachable(),
    spilled: 0,
  })
  for (const chunk of chunks) loop.push(chunk)
  const result = loop.finish()
  const buckets = step.op === 'exchange' ? (result as Rows[]).map(records) : records(result)
  return [...emitted.flatMap(records), ...buckets]
}

function taskOf({ id }: TaskRef): AnyFunction {
  return functions[id] ?? (() => undefined)
}

function records(part: Rows): readonly unknown[] {
  return isColumn(part) ? rowsOf(part) : part
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
