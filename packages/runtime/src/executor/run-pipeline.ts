import type { SourceCheck } from '../border/source-check.ts'
import type { PartitionStore } from '../storage/partition-store.ts'
import type { WireSplit } from '../wire/messages.ts'
import type { Chunk, Loop, LoopEnv, Segment } from './compile-pipeline.ts'
import { isColumn, type Rows } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { attemptLife } from '../effects/attempt-life.ts'
import { batches } from './batches.ts'
import { piecesOf } from './column-loop.ts'
import { combineInputs } from './combine-inputs.ts'
import { finished, iterable, sync } from './kernel.ts'
import { openSplit, type Chunks } from './open-split.ts'
import { waitForRecords } from './wait-for-records.ts'

/** A pipeline, compiled, with those of its inputs when it has any. */
export interface CompiledPipeline {
  /** How the inputs become records. */
  readonly combine: keyof typeof combineInputs | undefined
  readonly segments: readonly Segment[]
  readonly inputs: readonly CompiledPipeline[]
  /** Looks at the records that the source gives, when nobody has yet. */
  readonly check?: SourceCheck | undefined
}

/** What a run needs beside its data. */
export interface RunEnv extends LoopEnv {
  readonly store: Pick<PartitionStore, 'has' | 'get' | 'put'>
  /** The partition of the pipeline's source. */
  readonly index: number
  /** Resolves when the thread may go on; throws when the attempt is cancelled. Called between chunks. */
  readonly breathe: () => Promise<void> | undefined
  /** Throws when the attempt is cancelled, where nothing can wait. */
  readonly throwIfCancelled: () => void
}

/** Runs a partition through every segment of its pipeline. Gives the sink's rows. */
export async function runPipeline(
  pipeline: CompiledPipeline,
  split: WireSplit,
  blocks: readonly Uint8Array[],
  env: RunEnv,
): Promise<Rows> {
  const { segments } = pipeline
  const from = segments.findLastIndex(
    ({ cached }) => cached && env.store.has(cached.rdd, cached.offset + env.index),
  )
  const rest = segments.slice(from + 1)
  const life = rest.some(waits) ? attemptLife(env.breathe) : undefined
  try {
    let chunks = from < 0 ? await openPipeline(pipeline, split, blocks, env) : stored(segments[from], env)
    for (const segment of rest.slice(0, -1)) {
      chunks =
        segment.effect && life
          ? segment.effect(recordsOf(segment, chunks, env), life.signal)
          : await runSegment(segment, chunks, env, life?.signal)
    }
    const sink = rest.at(-1)?.open?.(env)
    if (!sink) throw new TypeError('A pipeline has no sink.')
    return await drain(sink, chunks, env)
  } finally {
    life?.end()
  }
}

async function openPipeline(
  { combine, inputs, check }: CompiledPipeline,
  split: WireSplit,
  blocks: readonly Uint8Array[],
  env: RunEnv,
): Promise<Chunks> {
  if (split.kind !== 'inputs') return openSplit(split, blocks, env.counts, check)
  if (!combine) throw new TypeError('A pipeline without inputs was given some.')
  const readers = split.parts.map((part) => () => {
    const input = inputs[part.input]
    if (!input) throw new TypeError(`A pipeline has no input ${part.input}.`)
    return runPipeline(input, part.split, blocks, { ...env, index: part.index })
  })
  return combineInputs[combine](readers)
}

function stored(segment: Segment | undefined, { store, index, counts }: RunEnv): Chunks {
  if (!segment?.cached) return []
  const rows = store.get(segment.cached.rdd, segment.cached.offset + index)
  counts.input.recordsRead += rows.length
  return [rows]
}

function waits({ effect, gives }: Segment): boolean {
  return effect !== undefined || gives === 'later'
}

async function runSegment(
  segment: Segment,
  chunks: Chunks,
  env: RunEnv,
  signal: AbortSignal | undefined,
): Promise<Chunks> {
  if (segment.kind === 'partition') return runPartition(segment, chunks, env, signal)
  const loop = segment.open?.(env)
  if (!loop) return chunks
  const rows = await drain(loop, chunks, env)
  if (segment.cached) env.store.put(segment.cached.rdd, segment.cached.offset + env.index, recordsIn(rows))
  return [rows]
}

/** Pushes every chunk through a loop, until it wants no more. No wait for each record, and none at all while nothing else wants the thread. */
async function drain(loop: Loop, chunks: Chunks, env: RunEnv): Promise<Rows> {
  try {
    if (isAsync(chunks)) {
      for await (const chunk of chunks) {
        if (loop.push(chunk)) break
        await env.breathe()
      }
    } else {
      for (const chunk of chunks) {
        if (loop.push(chunk)) break
        const pause = env.breathe()
        if (pause) await pause
      }
    }
    return loop.finish()
  } catch (error) {
    loop.abandon()
    throw error
  }
}

/** The records that an effect takes, pulled in pieces that it can hold. */
async function* recordsOf({ open }: Segment, chunks: Chunks, env: RunEnv): AsyncIterable<readonly unknown[]> {
  const loop = open?.(env)
  for await (const chunk of chunks) {
    for (const piece of piecesOf(chunk)) {
      const isEnough = loop?.push(piece) ?? false
      yield recordsIn(loop ? loop.finish() : piece)
      if (isEnough) return
      // What takes the records may never wait.
      await env.breathe()
    }
  }
}

function* pieces(chunks: Iterable<Chunk>): Iterable<Chunk> {
  for (const chunk of chunks) yield* piecesOf(chunk)
}

/** Hands the partition to the user's function, lazily where the source can be pulled without waiting. */
async function runPartition(
  { open, task, gives, offset }: Segment,
  chunks: Chunks,
  env: RunEnv,
  signal: AbortSignal | undefined,
): Promise<Chunks> {
  const pulled = isAsync(chunks) ? await gather(chunks) : chunks
  const place = offset === undefined ? [] : [offset + env.index]
  const call = task as ((...parts: readonly unknown[]) => unknown) | undefined
  const result = call?.(...place, records(pulled))
  if (signal && gives === 'later') return waitForRecords(result, signal)
  if (gives) return [given(result, gives)]
  const all = iterable(result, 'mapPartitions')
  return Array.isArray(all) ? [all] : batches(all)

  function* records(source: Iterable<Chunk>): Iterable<unknown> {
    const loop = open?.(env)
    for (const chunk of pieces(source)) {
      // A function that pulls cannot wait; this is where a cancelled one stops.
      env.throwIfCancelled()
      const isEnough = loop?.push(chunk) ?? false
      yield* recordsIn(loop ? loop.finish() : chunk)
      if (isEnough) return
    }
  }
}

/** The row of a function that gives one value, or none. */
function given(result: unknown, gives: NonNullable<Segment['gives']>): unknown[] {
  if (gives === 'nothing') {
    finished(result, 'foreachPartition')
    return []
  }
  sync(result, 'runJob')
  return [result]
}

async function gather(chunks: AsyncIterable<Chunk>): Promise<Chunk[]> {
  const all: Chunk[] = []
  for await (const chunk of chunks) all.push(chunk)
  return all
}

function recordsIn(chunk: Chunk): readonly unknown[] {
  if (isColumn(chunk)) return rowsOf(chunk)
  if (!('count' in chunk)) return chunk
  const { start, step, count } = chunk
  return Array.from({ length: count }, (_, i) => start + i * step)
}

function isAsync(chunks: Chunks): chunks is AsyncIterable<Chunk> {
  return Symbol.asyncIterator in chunks
}
