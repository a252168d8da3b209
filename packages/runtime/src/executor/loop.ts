import type { Buckets, Column, Rows } from '../columns/column.ts'
import type { TaskCounts } from '../task/task-counts.ts'

/** A chunk of a partition: records, records that lie in columns, or a range that the loop counts through. */
export type Chunk = readonly unknown[] | Column | Range

/** The numbers from `start` on, `step` apart. */
export interface Range {
  readonly start: number
  readonly step: number
  readonly count: number
}

/** One run of a fused loop, which gives records, or the buckets of an exchange. */
export interface Loop<Out = Rows> {
  /** Runs the loop over a chunk; true when it needs no more. */
  push(chunk: Chunk): boolean
  finish(): Out
  /** Lets go of what the loop holds, instead of finishing. */
  abandon(): void
  /** How many records or keys it holds, of an operator that can give what it has so far. */
  size?(): number
}

/** Starts a run of a loop. */
export type OpenLoop<Out = Rows> = (env: LoopEnv) => Loop<Out>

/** What a loop knows of the attempt that it runs for. */
export interface LoopEnv {
  /** Sends rows on before the partition is done. */
  emit(rows: Rows): void
  /** Takes records of a loop that gives them piece by piece, in the middle of a chunk; false while they are few. */
  overflow?(rows: readonly unknown[]): boolean
  readonly partition: number
  readonly attempt: number
  /** What the attempt counts of its work. */
  readonly counts: TaskCounts
  /** About how many bytes of records the attempt may hold before they go to disk. */
  readonly room: number
  /** Keeps the records of an exchange, for each partition of the next stage, on disk. */
  spill(buckets: Buckets): void
  /** How many records were spilled. */
  spilled: number
}
