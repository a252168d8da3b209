import { StorageLevel } from '../../packages/core/src/rdd/storage-level.ts'
import { encodeChunk } from '../../packages/runtime/src/codec/chunk.ts'
import { encodeValue } from '../../packages/runtime/src/codec/codec.ts'
import { toErrorRecord } from '../../packages/runtime/src/codec/error-record.ts'
import type { ToDriver, ToWorker } from '../../packages/runtime/src/wire/messages.ts'

const task = { job: 1, stage: 2, partition: 3, attempt: 0 }
const captures = encodeValue([7, 'seven'])
const file = {
  path: '/data/words.txt',
  size: 1000,
  version: '7',
  s3: { region: 'here', forcePathStyle: true },
}

/** One message of each kind, as drivers send them. */
const toWorker: readonly ToWorker[] = [
  {
    kind: 'load',
    fingerprint: 'f00',
    bundle: 'file:///program/tasks.js',
    tasks: [{ id: 'a@1', file: 'a.ts', line: 3 }],
  },
  {
    kind: 'stage',
    program: 4,
    pipelines: [
      {
        source: { kind: 'source', node: 0, format: 'parallelize', at: 'main.ts:3' },
        steps: [
          { op: 'map', tasks: [{ id: 'a1', captures }] },
          { op: 'filter', tasks: [{ id: 'b2' }] },
        ],
      },
      {
        source: {
          kind: 'inputs',
          combine: 'cogroup',
          inputs: [{ source: { kind: 'shuffle', shuffle: 's1' }, steps: [] }],
          reads: [[{ input: 0, index: 1 }]],
        },
        steps: [],
      },
    ],
    sink: { op: 'exchange', params: { by: 'hash', partitions: 4, bounds: [1, 'two', undefined] } },
  },
  {
    kind: 'launch',
    task,
    program: 4,
    pipeline: 0,
    index: 1,
    split: { kind: 'block', block: 0 },
    attemptId: 9,
    partitions: 4,
    properties: { user: 'me' },
    gang: { slots: [0, 1], recompute: [3] },
  },
  launch({ kind: 'block', block: 0, of: { node: 3, partition: 1 } }),
  launch({ kind: 'kept', node: 3, partition: 1 }),
  launch({ kind: 'range', start: 0, step: 1, count: 10 }),
  launch({ kind: 'textFile', file, start: 0, end: 10, compression: 'gzip' }),
  launch({ kind: 'outputs', shuffle: '3', epoch: 5, partition: 1 }),
  {
    kind: 'outputs',
    shuffle: '3',
    epoch: 5,
    places: [
      { worker: 1, output: 12 },
      { worker: 2, output: 13 },
    ],
  },
  { kind: 'forgetOutputs', shuffle: '3', epoch: 5 },
  launch({ kind: 'splits', block: 1 }),
  launch({ kind: 'inputs', parts: [{ input: 0, index: 0, split: { kind: 'block', block: 1 } }] }),
  { kind: 'cancel', task },
  { kind: 'forget', program: 4 },
  { kind: 'unpersist', rdd: 5, answers: true },
  { kind: 'replicate', rdd: 5, partition: 2, level: StorageLevel.MEMORY_AND_DISK_2 },
  { kind: 'broadcast', id: 6, checksums: [123, 456] },
  { kind: 'forgetBroadcast', id: 6 },
  { kind: 'files', folder: '/tmp/files' },
  { kind: 'synced', task, problem: 'nobody came' },
  { kind: 'stop' },
]

const none = { bytesRead: 0, recordsRead: 0 }

/** One message of each kind, as workers send them. */
const toDriver: readonly ToDriver[] = [
  { kind: 'ready' },
  {
    kind: 'refused',
    bundle: 'file:///x.js',
    diff: ['  - a@1'],
    error: toErrorRecord(new TypeError('no')),
  },
  { kind: 'output', task },
  {
    kind: 'finished',
    task,
    updates: [{ id: 2, sum: captures }],
    remote: 9,
    isKept: true,
    reserved: 100,
    metrics: {
      executorRunTime: 1.5,
      resultSize: 10,
      inputMetrics: none,
      outputMetrics: { bytesWritten: 0, recordsWritten: 0 },
      shuffleReadMetrics: { totalBlocksFetched: 0, totalBytesRead: 0, recordsRead: 0 },
      shuffleWriteMetrics: { bytesWritten: 0, recordsWritten: 0 },
    },
  },
  { kind: 'stored', rdd: 5, partition: 2, memory: 100, disk: 0, isKept: true },
  { kind: 'copy', rdd: 5, partition: 2, level: StorageLevel.DISK_ONLY_3 },
  { kind: 'unpersisted', rdd: 5 },
  { kind: 'sync', task, call: 'allGather' },
  { kind: 'failed', task, error: toErrorRecord(new AggregateError([new Error('a', { cause: 'b' })], 'all')) },
  {
    kind: 'fetchFailed',
    task,
    shuffle: '3',
    missing: [0, 2],
    worker: 1,
    error: toErrorRecord(new Error('gone')),
  },
  { kind: 'killed', task },
]

const words = Array.from({ length: 40 }, (_, i) => `word ${i % 3}`)
const cyclic = Object.assign(Object.create(null) as object, { toString: 1 })

/** Values of every kind that travels. */
const values: readonly unknown[] = [
  [undefined, null, true, -0, Number.NaN, 1e300, 2n ** 70n, -5n],
  { constructor: 1, ['__proto__x']: 2, '\0': 3 },
  Object.fromEntries([['__proto__', { polluted: true }]]),
  cyclic,
  [new Date(0), /a+/gi, new Map([[{ k: 1 }, new Set([1])]]), new Uint16Array([1, 2]), new ArrayBuffer(3)],
  Object.assign(new RangeError('far'), { code: 7 }),
  // oxlint-disable-next-line no-sparse-arrays
  [1, , 3],
  'a lone \ud800 surrogate',
  nested(400),
]

/** Chunks of every kind of column. */
const chunks: readonly (readonly unknown[])[] = [
  [1, 2, 3, 300, 70_000],
  [0.5, -0, 3],
  words,
  ['é', '\ud800', 'x'.repeat(100)],
  [true, false],
  [1n, -2n],
  words.map((word, i) => [word, i] as const),
  [[], [], []],
  [[1], [2, 3], []],
  words.map((word, i) => ({ word, i, inner: { list: [i] } })),
  [null, undefined, 1, null],
  [1, 'a', { b: [new Date(0)] }, []],
  values,
]

/** Frames as they should be, by what they are for. */
export const corpus: Readonly<Record<Target, readonly [Uint8Array, ...Uint8Array[]]>> = {
  worker: framesOf(toWorker, encodeValue),
  driver: framesOf(toDriver, encodeValue),
  value: framesOf(values, encodeValue),
  chunk: framesOf(chunks, encodeChunk),
}

/** What decodes a frame. */
export type Target = 'worker' | 'driver' | 'value' | 'chunk'

function framesOf<T>(items: readonly T[], encode: (item: T) => Uint8Array): [Uint8Array, ...Uint8Array[]] {
  const [first, ...others] = items.map((item) => encode(item))
  if (!first) throw new Error('There is no frame to begin with.')
  return [first, ...others]
}

function launch(split: Extract<ToWorker, { kind: 'launch' }>['split']): ToWorker {
  return { kind: 'launch', task, program: 4, pipeline: 0, index: 1, split, attemptId: 9, partitions: 4 }
}

function nested(depth: number): unknown {
  return depth === 0 ? [] : [nested(depth - 1)]
}
