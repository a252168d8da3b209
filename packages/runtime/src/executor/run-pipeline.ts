import type { CombineInputs } from '@atomic-ts/core/internal'
import type { SourceCheck } from '../border/source-check.ts'
import type { WireSplit } from '../wire/messages.ts'
import type { Chunk, Loop, Segment } from './compile-pipeline.ts'
import { isColumn, type Rows } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { RunFile } from '../shuffle/run-file.ts'
import { attemptLife } from '../effects/attempt-life.ts'
import { batches } from './batches.ts'
import { piecesOf } from './column-loop.ts'
import { combineByKey } from './combine-by-key.ts'
import { combineInputs } from './combine-inputs.ts'
import type { JoinKind } from './join-kinds.ts'
import { keepPartition, storedPartition, type AttemptStore, type Stored } from './keep-partition.ts'
import { finished, iterable, sync } from './kernel.ts'
import type { DiskEnv } from './on-disk/cut-by-key.ts'
import { inGoes } from './in-goes.ts'
import { Gathering, type Gathered } from './on-disk/gathering.ts'
import { holdUntilDone } from './on-disk/hold-until-done.ts'
import { runOnDisk } from './on-disk/run-on-disk.ts'
import { costOfSplit, isAsync, openSplit, type Chunks } from './open-split.ts'
import { waitForRecords } from './wait-for-records.ts'

/** A pipeline, compiled, with those of its inputs when it has any. */
export interface CompiledPipeline {
  /** How the inputs become records. */
  readonly combine: CombineInputs | 'cogroup' | undefined
  /** What becomes of the groups of a cogroup at once. */
  readonly join?: JoinKind | undefined
  readonly segments: readonly Segment[]
  readonly inputs: readonly CompiledPipeline[]
  /** Looks at the records that the source gives, when nobody has yet. */
  readonly check?: SourceCheck | undefined
}

/** What a run needs beside its data. */
export interface RunEnv extends DiskEnv {
  readonly store: AttemptStore
  /** The partition of the pipeline's source. */
  readonly index: number
  /** Resolves when the thread may go on; throws when the attempt is cancelled. Called between chunks. */
  readonly breathe: () => Promise<void> | undefined
}

/** Runs a partition through every segment of its pipeline. Gives the sink's rows. */
export function runPipeline(
  pipeline: CompiledPipeline,
  split: WireSplit,
  blocks: readonly Uint8Array[],
  env: RunEnv,
): Promise<Rows> {
  return throughSegments(pipeline, split, blocks, env, (sink, chunks) => {
    const loop = sink.open?.(env)
    if (!loop) throw new TypeError('A pipeline has no sink.')
    return drain(loop, chunks, env)
  })
}

async function throughSegments<R>(
  pipeline: CompiledPipeline,
  split: WireSplit,
  blocks: readonly Uint8Array[],
  env: RunEnv,
  end: (sink: Segment, chunks: Chunks) => Promise<R>,
): Promise<R> {
  const { segments } = pipeline
  const { from, stored } = lastStored(segments, env)
  const rest = segments.slice(from + 1)
  const life = rest.some(waits) ? attemptLife(env.breathe) : undefined
  const isLarge = (stored ? stored.cost : costOfSplit(split, blocks)) > env.room
  try {
    let chunks = stored?.chunks ?? (await openPipeline(pipeline, split, blocks, env))
    for (const [i, segment] of rest.slice(0, -1).entries()) {
      chunks =
        segment.effect && life
          ? checked(segment.effect(recordsOf(segment, chunks, env), life.signal), checkOf(segment))
          : await runSegment(segment, chunks, env, life?.signal, isLarge && i === 0)
    }
    const sink = rest.at(-1)
    if (!sink) throw new TypeError('A pipeline has no sink.')
    return await end(sink, chunks)
  } finally {
    life?.end()
  }

  // What the first step opens comes from outside, too.
  function checkOf(segment: Segment): SourceCheck | undefined {
    return split.kind === 'splits' && segment === segments[0] ? pipeline.check : undefined
  }
}

/** Records that are looked at as they come. */
async function* checked(
  chunks: AsyncIterable<unknown[]>,
  check: SourceCheck | undefined,
): AsyncIterable<unknown[]> {
  for await (const values of chunks) {
    check?.({ kind: 'any', length: values.length, values })
    yield values
  }
}

async function openPipeline(
  { combine, join, inputs, check }: CompiledPipeline,
  split: WireSplit,
  blocks: readonly Uint8Array[],
  env: RunEnv,
): Promise<Chunks> {
  if (split.kind !== 'inputs') return openSplit(split, blocks, env.counts, check)
  if (!combine) throw new TypeError('A pipeline without inputs was given some.')
  const parts = split.parts.map((part) => {
    const input = inputs[part.input]
    if (!input) throw new TypeError(`A pipeline has no input ${part.input}.`)
    return { input, split: part.split, env: { ...env, index: part.index } }
  })
  if (combine === 'cogroup') {
    const gathered: Gathered[] = []
    try {
      for (const part of parts) gathered.push(await gatherInput(part, blocks, parts.length))
      return combineByKey(gathered, join, env)
    } catch (error) {
      for (const input of gathered) if (input instanceof RunFile) input.discard()
      throw error
    }
  }
  return combineInputs[combine](
    parts.map((part) => () => runPipeline(part.input, part.split, blocks, part.env)),
  )
}

/** One of the inputs of a pipeline, and its partition that is read. */
interface InputRun {
  readonly input: CompiledPipeline
  readonly split: WireSplit
  readonly env: RunEnv
}

/** The pairs of an input, in memory as long as there is room. */
function gatherInput(
  { input, split, env }: InputRun,
  blocks: readonly Uint8Array[],
  inputs: number,
): Promise<Gathered> {
  return throughSegments(input, split, blocks, env, async ({ open }, chunks) => {
    const gathering = new Gathering(env, inputs)
    const loop = open?.(env)
    try {
      for await (const chunk of chunks) {
        await env.breathe()
        if (!loop) gathering.push('count' in chunk ? recordsIn(chunk) : chunk)
        else
          for (const piece of piecesOf(chunk)) {
            loop.push(piece)
            gathering.push(loop.finish())
          }
      }
      return gathering.finish()
    } catch (error) {
      gathering.discard()
      throw error
    }
  })
}

/** The last cached partition of a pipeline that is here, and after which segment it comes. */
function lastStored(segments: readonly Segment[], env: RunEnv): { from: number; stored?: Stored } {
  for (const [from, segment] of [...segments.entries()].toReversed()) {
    const stored = segment.cached && storedPartition(segment, env)
    if (stored) return { from, stored }
  }
  return { from: -1 }
}

function waits({ effect, gives }: Segment): boolean {
  return effect !== undefined || gives === 'later'
}

async function runSegment(
  segment: Segment,
  chunks: Chunks,
  env: RunEnv,
  signal: AbortSignal | undefined,
  isLarge: boolean,
): Promise<Chunks> {
  if (segment.kind === 'partition') return runPartition(segment, chunks, env, signal)
  if (segment.cached) return keepPartition(segment, chunks, env)
  if (isLarge && segment.onDisk && !isAsync(chunks)) {
    const { before, way } = segment.onDisk()
    return runOnDisk(way, before ? throughLoop(before(env), chunks) : chunks, env)
  }
  if (segment.isPartial && segment.open) return inGoes(segment.open, chunks, env)
  const loop = segment.open?.(env)
  if (!loop) return chunks
  return [await drain(loop, chunks, env)]
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

/** What a loop gives of each chunk, a piece at a time. */
function* throughLoop(loop: Loop, chunks: Iterable<Chunk>): Iterable<Chunk> {
  for (const piece of pieces(chunks)) {
    const isEnough = loop.push(piece)
    yield loop.finish()
    if (isEnough) return
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
  const pulled = isAsync(chunks) ? await holdUntilDone(chunks, env) : chunks
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

function recordsIn(chunk: Chunk): readonly unknown[] {
  if (isColumn(chunk)) return rowsOf(chunk)
  if (!('count' in chunk)) return chunk
  const { start, step, count } = chunk
  return Array.from({ length: count }, (_, i) => start + i * step)
}
