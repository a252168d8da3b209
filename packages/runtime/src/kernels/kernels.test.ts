import { TaskCounts } from '../task/task-counts.ts'
import { fuse, vocabulary } from '@atomic-ts/core/internal'
import type { AnyFunction, Step, TaskRef, Terminal } from '@atomic-ts/core/internal'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isColumn, type Rows } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { compilePipeline, type Chunk, type Loop, type LoopEnv } from '../executor/compile-pipeline.ts'
import { kernel } from '../executor/kernel.ts'
import { loopCode } from '../executor/loop-code.ts'
import { columnOfPairs, keys, pairsOf, type Pairs } from './generated-pairs.ts'

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
      const columns = parts.map((rows) => columnOfPairs(rows))
      // Some chunks may be records already: then the loop takes over from the kernel.
      const chunks = columns.map((column, i) => (mixed && i % 2 === 1 ? rowsOf(column) : column))
      expect(run(step, chunks)).toEqual(runLoop(step, parts))
    }),
    { numRuns: 2000 },
  )
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
