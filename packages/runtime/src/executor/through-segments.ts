import type { SourceCheck } from '../border/source-check.ts'
import type { Rows } from '../columns/column.ts'
import { attemptLife } from '../effects/attempt-life.ts'
import type { Segment } from './compile-pipeline.ts'
import { drain } from './drain.ts'
import { inGoes } from './in-goes.ts'
import { keepPartition, storedPartition, type Stored } from './keep-partition.ts'
import type { OpenLoop } from './loop.ts'
import { holding } from './on-disk/holding.ts'
import type { Chunks } from './open-split.ts'
import { Pulling } from './pulling.ts'
import type { RunEnv } from './run-env.ts'
import { recordsIn } from './records-in.ts'
import { runPartition } from './run-partition.ts'

/** Records that are still encoded may take so many times as much as they seem to. */
const doubt = 4

/** Where the chunks of a pipeline come from, when they are not cached. */
export interface ChunkSource {
  readonly open: () => Promise<Chunks>
  /** About what the records take that an operator holds; `undefined` where nothing is known of them. */
  readonly cost: number | undefined
  /** Looks at the records that the first segment opens. */
  readonly check: SourceCheck | undefined
}

/** What segments give, for as long as it is needed. */
export interface Opened {
  readonly chunks: Chunks
  /** Ends what the segments started, and removes their files. */
  readonly end: () => void
}

/** Runs a partition through segments. What each gives is pulled by the next. */
export async function throughSegments(
  segments: readonly Segment[],
  source: ChunkSource,
  env: RunEnv,
): Promise<Opened> {
  const { from, stored } = lastStored(segments, env)
  const rest = segments.slice(from + 1)
  const life = rest.some(waits) ? attemptLife(env.breathe) : undefined
  const ends: (() => void)[] = life ? [() => life.end()] : []
  // What an operator gives from disk takes room while the next one holds it.
  const isShared = rest.filter(({ kind }) => kind === 'barrier').length > 1
  const inside = isShared ? { ...env, room: env.room / 2 } : env
  try {
    let chunks = stored?.chunks ?? (await source.open())
    let cost = stored ? stored.cost : source.cost
    for (const segment of rest) {
      chunks = await run(segment, chunks, cost)
      cost = undefined
    }
    return { chunks, end }
  } catch (error) {
    end()
    throw error
  }

  function end(): void {
    for (const each of ends.toReversed()) each()
  }

  async function run(segment: Segment, chunks: Chunks, cost: number | undefined): Promise<Chunks> {
    const { kind, open, effect, onDisk } = segment
    if (kind === 'persist') return keepPartition(segment, chunks, env)
    if (kind === 'partition') return runPartition(segment, chunks, env, life?.signal)
    if (effect && life) {
      const given = effect(inRecords(pulled(open, chunks, env)), life.signal)
      return segment === segments[0] && source.check ? checked(given, source.check) : given
    }
    // One loop with the steps before it is twice as fast as two, and what it holds can go on at any time.
    if (open && segment.isPartial) return inGoes(open, chunks, inside)
    const fits = cost !== undefined && cost * doubt <= inside.room
    if (onDisk && !(fits && onDisk.isPlain)) {
      const held = holding(onDisk.way, inside, cost !== undefined && cost > inside.room)
      ends.push(() => held.discard())
      for await (const rows of pulled(onDisk.before(), chunks, env)) held.push(rows)
      return held.finish()
    }
    return open ? [await drain(open(env), chunks, env)] : chunks
  }
}

/** The records that a loop makes of chunks, in pieces that can be held; `undefined` when the chunks are the records. */
export async function* pulled(open: OpenLoop | undefined, chunks: Chunks, env: RunEnv): AsyncIterable<Rows> {
  const pulling = new Pulling(open, env)
  for await (const chunk of chunks) {
    for (const rows of pulling.take(chunk)) {
      yield rows
      // What takes the records may never wait.
      await env.breathe()
    }
    if (pulling.isEnough) return
  }
}

async function* inRecords(chunks: AsyncIterable<Rows>): AsyncIterable<readonly unknown[]> {
  for await (const rows of chunks) yield recordsIn(rows)
}

/** Records that are looked at as they come. */
async function* checked(chunks: AsyncIterable<unknown[]>, check: SourceCheck): AsyncIterable<unknown[]> {
  for await (const values of chunks) {
    check({ kind: 'any', length: values.length, values })
    yield values
  }
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
