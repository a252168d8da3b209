import { TaskCounts } from '../task/task-counts.ts'
import { Best, fuse, KeyMap, vocabulary } from '@atomic-ts/core/internal'
import type { AnyFunction, Step, TaskRef, Terminal } from '@atomic-ts/core/internal'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeValue } from '../codec/codec.ts'
import { isColumn, type Buckets, type Rows } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { compilePipeline } from '../executor/compile-pipeline.ts'
import type { Chunk, Loop, OpenLoop } from '../executor/loop.ts'
import { kernel } from '../executor/kernel.ts'
import { loopCode } from '../executor/loop-code.ts'
import { columnOfPairs, keys, keysOf, pairsOf, type Pairs } from './generated-pairs.ts'

const countsOf = (key: fc.Arbitrary<unknown>): fc.Arbitrary<Pairs> => pairsOf(key, fc.nat(100))
const alike = fc.constantFrom(...keys).chain((key) => fc.array(pairsOf(key), { maxLength: 4 }))
const ofKinds = fc.array(
  fc.constantFrom(...keys, fc.oneof(...keys)).chain((key) => pairsOf(key)),
  { maxLength: 4 },
)
const chunksOfPairs = fc.oneof(alike, ofKinds)

/** Tasks that show in which order they were called with what. */
const functions: Readonly<Record<string, AnyFunction>> = {
  list: (a: unknown, b: unknown) => [a, b],
  once: (a: unknown) => ['first', a],
  sum: (a: number, b: number) => a + b,
}
const [list, once, sum] = [{ id: 'list' }, { id: 'once' }, { id: 'sum' }]

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
  fc.constantFrom<Step>({ op: 'combine', tasks: [list] }, { op: 'createCombiners', tasks: [once, list] }),
  fc
    .constantFrom<unknown>(0, 'zero', null, ['zero'])
    .map((zero) => ({ op: 'foldValues', tasks: [list], params: { zero: encodeValue(zero) } })),
  fc.constantFrom<Step>({ op: 'countValues' }, { op: 'lastValues' }, { op: 'eachKeyOnce' }),
  fc.constantFrom<Step>({ op: 'unique' }, { op: 'tallyRows' }),
)

test('a kernel gives the records of its loop, in the same order', () => {
  fc.assert(
    fc.property(anyStep, chunksOfPairs, fc.boolean(), (step, parts, mixed) => {
      const columns = parts.map((rows) => columnOfPairs(rows))
      // Some chunks may be records already: then the loop takes over from the kernel.
      const chunks = columns.map((column, i) => (mixed && i % 2 === 1 ? rowsOf(column) : column))
      expect(run(step, chunks)).toEqual(runLoop(step, parts))
    }),
    { numRuns: 2000 },
  )
})

test('a kernel of single records gives what its loop gives', () => {
  const steps = fc.constantFrom<Step>(
    { op: 'unique' },
    { op: 'tallyRows' },
    { op: 'exchange', params: { partitions: 3, by: 'hash', keyOf: 'record' } },
  )
  fc.assert(
    fc.property(steps, chunksOfPairs, fc.boolean(), (step, parts, mixed) => {
      const keysOnly = parts.map((pairs) => pairs.map(([key]) => key))
      const chunks = parts.map((pairs, i) => (mixed && i % 2 === 1 ? (keysOnly[i] ?? []) : keysOf(pairs)))
      expect(run(step, chunks)).toEqual(runLoop(step, keysOnly))
    }),
    { numRuns: 1000 },
  )
})

test('the best numbers of columns are those of a loop, also when the loop goes on', () => {
  const order = fc.record({ n: fc.nat(8), descending: fc.boolean() })
  fc.assert(
    fc.property(order, chunksOfPairs, fc.boolean(), (params, parts, mixed) => {
      const step = { op: 'orderedRows', params: { ...params, n: params.n + 1, keyed: false } }
      const keysOnly = parts.map((pairs) => pairs.map(([key]) => key))
      const chunks = parts.map((pairs, i) => (mixed && i % 2 === 1 ? (keysOnly[i] ?? []) : keysOf(pairs)))
      expect(bestOf(params, run(step, chunks))).toEqual(bestOf(params, runLoop(step, keysOnly)))
    }),
    { numRuns: 1000 },
  )
})

test('counts that come in goes add up to what a loop counts', () => {
  const parts = fc.constantFrom(...keys).chain((key) => fc.array(countsOf(key), { maxLength: 3 }))
  fc.assert(
    fc.property(parts, (all) => {
      const step = { op: 'addCounts' }
      expect(run(step, all.map(columnOfPairs))).toEqual(runLoop(step, all))
    }),
  )
})

test('a kernel that condenses what it holds gives what its loop gives, also when the loop goes on', () => {
  const many: Pairs[] = Array.from({ length: 5 }, (_, part) =>
    Array.from({ length: 60_000 }, (_each, i) => [(i * 7919 + part) % 1000, part]),
  )
  const other: Pairs = [
    [['a', 1], 0],
    [7, 1],
    ['a', 2],
  ]
  const ops = ['unique', 'tallyRows', 'lastValues', 'eachKeyOnce', 'addCounts']
  for (const step of [...ops.map((op): Step => ({ op })), { op: 'combine', tasks: [sum] }]) {
    for (const parts of [many, [...many, other]]) {
      const result = run(step, parts.map(columnOfPairs))
      // The driver adds up tallies, whichever go they come in.
      if (step.op === 'tallyRows') expect(addedUp(result)).toEqual(addedUp(runLoop(step, parts)))
      else expect(result).toEqual(runLoop(step, parts))
    }
  }
})

test('a sort takes numbers in one chunk and words in the next, and nothing between them', () => {
  const parts: Pairs[] = [
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
    const columns = parts.map((rows) => columnOfPairs(rows))
    expect(run(step, columns)).toEqual(runLoop(step, parts))
  }
})

/** As the driver puts together what partitions give. */
function bestOf({ n, descending }: { n: number; descending: boolean }, rows: readonly unknown[]): unknown[] {
  const best = new Best(n + 1, descending)
  for (const [order, record] of rows as [unknown, unknown][]) best.offer(order, record)
  return best.rows()
}

function addedUp(tallies: readonly unknown[]): unknown[] {
  const table = new KeyMap<number>()
  for (const [value, count] of tallies as [unknown, number][]) {
    const cell = table.find(value) ?? table.set(value, 0)
    cell.value += count
  }
  return table.pairs()
}

/** What comes out of the step, with what it emits on the way; as any chunks go in. */
function run(step: Step, chunks: readonly Chunk[]): unknown[] {
  const pipeline = {
    source: { kind: 'source', node: 0, format: 'parallelize', at: 'here' },
    steps: [],
  } as const
  const { sink } = compilePipeline(pipeline, step, taskOf)
  return sink.kind === 'exchange'
    ? outOf(chunks, sink.open, (buckets) => buckets.map(records))
    : outOf(chunks, sink.open as OpenLoop, records)
}

/** What comes out of the step's own loop, which never hears of columns. */
function runLoop(step: Step, chunks: readonly (readonly unknown[])[]): unknown[] {
  const operator = vocabulary[step.op] as Terminal
  const { source, bindings } = fuse([], { step, operator }, 'rows')
  const tasks = bindings.tasks.map(({ index }) => taskOf(step.tasks?.[index] ?? { id: '' }))
  const params = bindings.params.map(({ key }) => step.params?.[key])
  const code = loopCode(source, step.tasks ?? [])
  const buckets = (given: Buckets): readonly unknown[] => given.map(records)
  return step.op === 'exchange'
    ? outOf(chunks, (env) => code(kernel, tasks, params, env) as Loop<Buckets>, buckets)
    : outOf(chunks, (env) => code(kernel, tasks, params, env) as Loop, records)
}

function outOf<Out>(
  chunks: readonly Chunk[],
  open: OpenLoop<Out>,
  all: (given: Out) => readonly unknown[],
): unknown[] {
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
  return [...emitted.flatMap(records), ...all(loop.finish())]
}

function taskOf({ id }: TaskRef): AnyFunction {
  return functions[id] ?? (() => undefined)
}

function records(part: Rows): readonly unknown[] {
  return isColumn(part) ? rowsOf(part) : part
}
