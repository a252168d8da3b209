import { costOfEncoded } from '../memory/cost-of.ts'
import type { Rows } from '../columns/column.ts'
import type { BlockKey, Written } from '../storage/block.ts'
import type { PartitionStore } from '../storage/partition-store.ts'
import type { PartitionWriter } from '../storage/partition-writer.ts'
import type { Segment } from './compile-pipeline.ts'
import type { Chunk } from './loop.ts'
import { isAsync, type Chunks } from './open-split.ts'
import { Pulling } from './pulling.ts'
import type { RunEnv } from './run-env.ts'

/** The store as an attempt sees it. */
export interface AttemptStore extends Pick<PartitionStore, 'read' | 'write'> {
  keep(key: BlockKey, written: Written): Iterable<Rows>
}

/** A cached partition that is here. */
export interface Stored {
  readonly chunks: Chunks
  /** About what its records take that an operator holds. */
  readonly cost: number
}

/** The records of a cached partition, when it is here. */
export function storedPartition({ cached }: Segment, { store, index, counts }: RunEnv): Stored | undefined {
  const found = cached && store.read(cached.rdd, cached.offset + index)
  return found && { chunks: counted(found.chunks, counts.input), cost: costOfEncoded(found) }
}

/**
 * Keeps the records of a partition as they come, and gives them on from where they are kept. When they do not fit, they
 * go on as they are: those that were taken already, then the others as they come.
 */
export async function keepPartition({ open, cached }: Segment, chunks: Chunks, env: RunEnv): Promise<Chunks> {
  if (!cached) return chunks
  const key = { rdd: cached.rdd, partition: cached.offset + env.index, level: cached.level }
  const writer = env.store.write(key)
  const pulling = new Pulling(open, env)
  try {
    if (isAsync(chunks)) {
      const records = recordsLater(chunks, pulling)
      for (let next = await records.next(); !next.done; next = await records.next()) {
        if (!writer.add(next.value)) return resumedLater(writer, records)
        await env.breathe()
      }
    } else {
      const records = recordsNow(chunks, pulling)
      for (let next = records.next(); !next.done; next = records.next()) {
        if (!writer.add(next.value)) return resumed(writer, records)
        const pause = env.breathe()
        if (pause) await pause
      }
    }
    const written = writer.finish()
    return written ? env.store.keep(key, written) : writer.taken()
  } catch (error) {
    writer.abandon()
    throw error
  }
}

function* recordsNow(chunks: Iterable<Chunk>, pulling: Pulling): Generator<Rows, void> {
  for (const chunk of chunks) {
    yield* pulling.take(chunk)
    if (pulling.isEnough) return
  }
}

async function* recordsLater(chunks: AsyncIterable<Chunk>, pulling: Pulling): AsyncGenerator<Rows, void> {
  for await (const chunk of chunks) {
    yield* pulling.take(chunk)
    if (pulling.isEnough) return
  }
}

function* resumed(writer: PartitionWriter, rest: Iterable<Rows>): Iterable<Rows> {
  yield* writer.taken()
  yield* rest
}

async function* resumedLater(writer: PartitionWriter, rest: AsyncIterable<Rows>): AsyncIterable<Rows> {
  yield* writer.taken()
  yield* rest
}

function* counted(chunks: Iterable<Rows>, counts: { recordsRead: number }): Iterable<Rows> {
  for (const rows of chunks) {
    counts.recordsRead += rows.length
    yield rows
  }
}
