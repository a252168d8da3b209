import { batches } from './batches.ts'
import { piecesOf } from './column-loop.ts'
import type { Segment } from './compile-pipeline.ts'
import { eachRecord } from './each-record.ts'
import { finished, iterable, sync } from './kernel.ts'
import type { Chunk } from './loop.ts'
import { holdUntilDone } from './on-disk/hold-until-done.ts'
import { isAsync, type Chunks } from './open-split.ts'
import { Pulling } from './pulling.ts'
import { recordsIn } from './records-in.ts'
import type { RunEnv } from './run-env.ts'
import { waitForRecords } from './wait-for-records.ts'

/** Hands the partition to the user's function, lazily where the source can be pulled without waiting. */
export async function runPartition(
  { open, task, gives, offset }: Segment,
  chunks: Chunks,
  env: RunEnv,
  signal: AbortSignal | undefined,
): Promise<Chunks> {
  const pulled = isAsync(chunks) ? await holdUntilDone(chunks, env) : chunks
  const place = offset === undefined ? [] : [offset + env.index]
  const call = task as ((...parts: readonly unknown[]) => unknown) | undefined
  const result = call?.(...place, eachRecord(records(pulled)))
  if (signal && gives === 'later') return waitForRecords(result, signal)
  if (gives) return [given(result, gives)]
  const all = iterable(result, 'mapPartitions')
  return Array.isArray(all) ? [all] : batches(all)

  function* records(source: Iterable<Chunk>): Iterable<readonly unknown[]> {
    const pulling = new Pulling(open, env)
    for (const chunk of pieces(source)) {
      // A function that pulls cannot wait; this is where a cancelled one stops.
      env.throwIfCancelled()
      for (const rows of pulling.take(chunk)) yield recordsIn(rows)
      if (pulling.isEnough) return
    }
  }
}

function* pieces(chunks: Iterable<Chunk>): Iterable<Chunk> {
  for (const chunk of chunks) yield* piecesOf(chunk)
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
