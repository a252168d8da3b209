import type { CombineInputs } from '@atomic-ts/core/internal'
import type { SourceCheck } from '../border/source-check.ts'
import type { Buckets, Rows } from '../columns/column.ts'
import { RunFile } from '../shuffle/run-file.ts'
import type { WireSplit } from '../wire/messages.ts'
import { combineByKey } from './combine-by-key.ts'
import { combineInputs } from './combine-inputs.ts'
import type { CompiledSteps, Sink } from './compile-pipeline.ts'
import { drain } from './drain.ts'
import type { JoinKind } from './join-kinds.ts'
import type { OpenLoop } from './loop.ts'
import { Gathering, type Gathered } from './on-disk/gathering.ts'
import { costOfSplit, openSplit, type Chunks } from './open-split.ts'
import type { RunEnv } from './run-env.ts'
import { pulled, throughSegments, type Opened } from './through-segments.ts'

/** A pipeline, compiled, with those of its inputs when it has any. */
export interface CompiledPipeline extends CompiledSteps {
  /** How the inputs become records. */
  readonly combine: CombineInputs | 'cogroup' | undefined
  /** What becomes of the groups of a cogroup at once. */
  readonly join?: JoinKind | undefined
  readonly inputs: readonly CompiledPipeline[]
  /** Looks at the records that the source gives, when nobody has yet. */
  readonly check?: SourceCheck | undefined
}

/** What a pipeline's sink gives. */
export type Output =
  | { readonly kind: 'records'; readonly rows: Rows }
  | { readonly kind: 'exchange'; readonly buckets: Buckets }

/** Runs a partition through every segment of its pipeline, and into the sink. */
export async function runPipeline(
  pipeline: CompiledPipeline,
  split: WireSplit,
  blocks: readonly Uint8Array[],
  env: RunEnv,
): Promise<Output> {
  const { sink } = pipeline
  const { chunks, end } = await openPipeline(pipeline, split, blocks, env)
  try {
    if (sink.kind === 'exchange')
      return { kind: 'exchange', buckets: await drain(sink.open(env), chunks, env) }
    if (!sink.open) throw new TypeError('A pipeline has no sink.')
    return { kind: 'records', rows: await drain(sink.open(env), chunks, env) }
  } finally {
    end()
  }
}

function openPipeline(
  pipeline: CompiledPipeline,
  split: WireSplit,
  blocks: readonly Uint8Array[],
  env: RunEnv,
): Promise<Opened> {
  const { segments, check } = pipeline
  const source = {
    open: () => openSource(pipeline, split, blocks, env),
    cost: costOfSplit(split, blocks),
    check: split.kind === 'splits' ? check : undefined,
  }
  return throughSegments(segments, source, env)
}

async function openSource(
  { combine, join, inputs, check }: CompiledPipeline,
  split: WireSplit,
  blocks: readonly Uint8Array[],
  env: RunEnv,
): Promise<Chunks> {
  if (split.kind !== 'inputs') return openSplit(split, blocks, env.counts, check)
  if (!combine) throw new TypeError('A pipeline without inputs was given some.')
  // Inputs that are read one after the other have the room one after the other.
  const room = combine === 'concat' ? env.room : env.room / split.parts.length
  const parts = split.parts.map((part) => {
    const input = inputs[part.input]
    if (!input) throw new TypeError(`A pipeline has no input ${part.input}.`)
    return { input, split: part.split, env: { ...env, room, index: part.index } }
  })
  if (combine !== 'cogroup')
    return combineInputs[combine](
      parts.map((part) => () => recordsOf(part, blocks)),
      { ...env, room },
    )
  const gathered: Gathered[] = []
  try {
    for (const part of parts) gathered.push(await gather(part, blocks))
    return combineByKey(gathered, join, env)
  } catch (error) {
    for (const input of gathered) if (input instanceof RunFile) input.discard()
    throw error
  }
}

/** One of the inputs of a pipeline, and its partition that is read. */
interface InputRun {
  readonly input: CompiledPipeline
  readonly split: WireSplit
  readonly env: RunEnv
}

/** The records of an input, as they are asked for. */
async function* recordsOf(
  { input, split, env }: InputRun,
  blocks: readonly Uint8Array[],
): AsyncIterable<Rows> {
  const { chunks, end } = await openPipeline(input, split, blocks, env)
  try {
    yield* pulled(recordLoop(input.sink), chunks, env)
  } finally {
    end()
  }
}

function recordLoop(sink: Sink): OpenLoop | undefined {
  if (sink.kind === 'records') return sink.open
  throw new TypeError('An input gives no records.')
}

/** The pairs of an input, in memory as long as there is room. */
async function gather(run: InputRun, blocks: readonly Uint8Array[]): Promise<Gathered> {
  const gathering = new Gathering(run.env)
  try {
    for await (const rows of recordsOf(run, blocks)) gathering.push(rows)
    return gathering.finish()
  } catch (error) {
    gathering.discard()
    throw error
  }
}
