import type { ErrorRecord } from '../codec/error-record.ts'
import type { Pipeline, Step, TaskMetrics, TextSplit } from '@atomic-ts/core/internal'
import type { BlockKey, BlockStatus } from '../storage/block.ts'
import type { TaskKey } from '../scheduler/scheduler-event.ts'
import type { BlockRef } from '../shuffle/block-ref.ts'
import type { RemoteOutput } from '../shuffle/map-output.ts'
import type { AccumulatorUpdate } from '../shared-variables/accumulators.ts'
import type { ProgramTable } from './program-table.ts'

/**
 * The control plane: everything that a driver and a worker say to each other. Bytes of data never stand in a message;
 * they ride beside it as blocks, and a message names them by their index.
 */
export type ToWorker =
  | LoadProgram
  | DefineStage
  | TellOutputs
  | ForgetOutputs
  | LaunchTask
  | { readonly kind: 'cancel'; readonly task: TaskKey }
  /** Attempts that wait in line behind another one shall not begin: they end as killed. */
  | { readonly kind: 'askBack' }
  /** Forget a stage program. */
  | { readonly kind: 'forget'; readonly program: number }
  | Unpersist
  | Replicate
  | SendBroadcast
  /** Forget a broadcast. */
  | { readonly kind: 'forgetBroadcast'; readonly id: number }
  | FilesFolder
  | Synced
  | { readonly kind: 'stop' }

/** Keep a copy of another slot's cached partition: its blocks are the encoded pieces. */
export interface Replicate extends BlockKey {
  readonly kind: 'replicate'
}

/** Forget the cached partitions of an RDD. */
export interface Unpersist {
  readonly kind: 'unpersist'
  readonly rdd: number
  /** Whether the driver waits for an answer. */
  readonly answers: boolean
}

/**
 * Where a worker on this machine finds the files that were sent along: said once, before any task. A worker elsewhere
 * keeps copies in a folder of its own.
 */
export interface FilesFolder {
  readonly kind: 'files'
  readonly folder: string
}

/** A broadcast value; its blocks are the chunks of the encoded value. */
export interface SendBroadcast {
  readonly kind: 'broadcast'
  readonly id: number
  /** CRC-32 of each block. */
  readonly checksums: readonly number[]
}

/** Load a task bundle. The worker answers only when it cannot. */
export interface LoadProgram extends ProgramTable {
  readonly kind: 'load'
}

/** A stage program: sent once to each worker, before the first of its tasks. */
export interface DefineStage {
  readonly kind: 'stage'
  /** Unique in this driver. */
  readonly program: number
  readonly pipelines: readonly Pipeline[]
  readonly sink: Step
}

/**
 * Where the map outputs of a shuffle are: said once to each worker, before the first task that reads them, and again when
 * it has changed.
 */
export interface TellOutputs {
  readonly kind: 'outputs'
  readonly shuffle: string
  /** It grows with each change: of two messages, the one with the greater epoch holds. */
  readonly epoch: number
  /** By map task. */
  readonly places: readonly WirePlace[]
}

/** Where a map output is: with a worker elsewhere, or beside the message and in a file. */
export type WirePlace =
  | RemoteOutput
  /** The blocks that are its index and its bytes, or the path of the file that has these. */
  | { readonly index: number; readonly data: number | string }

/** Nobody will read a shuffle any more, as it was in some epoch. */
export interface ForgetOutputs {
  readonly kind: 'forgetOutputs'
  readonly shuffle: string
  readonly epoch: number
}

/** Run one attempt of one task. */
export interface LaunchTask {
  readonly kind: 'launch'
  readonly task: TaskKey
  readonly program: number
  readonly pipeline: number
  /** The partition of the pipeline's source. */
  readonly index: number
  readonly split: WireSplit
  /** Unique in this driver. */
  readonly attemptId: number
  /** Number of tasks of the stage. */
  readonly partitions: number
  /** The job's local properties, when it has any. */
  readonly properties?: Readonly<Record<string, string>>
  /** What it must know of its barrier stage. */
  readonly gang?: GangLaunch
}

/** The tasks of a barrier stage that run at the same time. */
export interface GangLaunch {
  /** The slot of each partition. */
  readonly slots: readonly number[]
  /** Cached RDDs that some of these tasks must compute, so that all of them do. */
  readonly recompute: readonly number[]
}

/** How tasks of a barrier stage wait for each other. */
export type SyncCall = 'barrier' | 'allGather'

/** The end of a task's wait: what each task said, in the order of partitions, one block each; or why there is none. */
export interface Synced {
  readonly kind: 'synced'
  readonly task: TaskKey
  readonly problem?: string
}

/** Where a task's records come from. */
export type WireSplit =
  /** Records of the driver's own; `of` when a worker elsewhere may keep them for later tasks. */
  | { readonly kind: 'block'; readonly block: number; readonly of?: SourcePart }
  /** Such records that came with an earlier task. */
  | ({ readonly kind: 'kept' } & SourcePart)
  /** Descriptions of what the next step opens. */
  | { readonly kind: 'splits'; readonly block: number }
  | { readonly kind: 'range'; readonly start: number; readonly step: number; readonly count: number }
  | ({ readonly kind: 'textFile' } & TextSplit)
  | OutputsSplit
  | ShuffleSplit
  | { readonly kind: 'inputs'; readonly parts: readonly InputPart[] }

/** A partition of the driver's own records. */
export interface SourcePart {
  /** The id of the source. */
  readonly node: number
  readonly partition: number
}

/** A partition of a shuffle, whose map outputs the worker knows from `TellOutputs`. */
export interface OutputsSplit {
  readonly kind: 'outputs'
  readonly shuffle: string
  readonly epoch: number
  readonly partition: number
}

/** The blocks of a shuffle that a task reads, when these are here: what an executor makes of `OutputsSplit`. */
export interface ShuffleSplit {
  readonly kind: 'shuffle'
  readonly shuffle: string
  readonly blocks: readonly BlockRef[]
  /** The map task that left each of the blocks. */
  readonly from: readonly number[]
}

/** One partition of one of a pipeline's inputs. */
export interface InputPart {
  readonly input: number
  readonly index: number
  readonly split: WireSplit
}

/** What a worker says. */
export type ToDriver =
  | { readonly kind: 'ready' }
  | RefuseProgram
  /** Rows of a task that still runs: one block. They count only when the attempt finishes. */
  | { readonly kind: 'output'; readonly task: TaskKey }
  | TaskFinished
  /** Where a cached partition is now. */
  | ({ readonly kind: 'stored' } & BlockStatus)
  /** A cached partition for other slots, which its level asks for: its blocks are the encoded pieces. */
  | ({ readonly kind: 'copy' } & BlockKey)
  /** The partitions of an RDD are forgotten. */
  | { readonly kind: 'unpersisted'; readonly rdd: number }
  /** A task waits for the others of its barrier stage, and tells them something: one block. */
  | { readonly kind: 'sync'; readonly task: TaskKey; readonly call: SyncCall }
  | { readonly kind: 'failed'; readonly task: TaskKey; readonly error: ErrorRecord }
  | MissOutputs
  | { readonly kind: 'killed'; readonly task: TaskKey }

/** Whether an attempt is over, with which its slot goes on to the next one. */
export function isEnd(message: ToDriver): message is Extract<ToDriver, { readonly task: TaskKey }> {
  switch (message.kind) {
    case 'finished':
    case 'failed':
    case 'fetchFailed':
    case 'killed':
      return true
    default:
      return false
  }
}

/** A task did not get map outputs that it reads: they are computed again, and then the task is. */
export interface MissOutputs {
  readonly kind: 'fetchFailed'
  readonly task: TaskKey
  readonly shuffle: string
  /** Which map partitions; none for all that the worker should have had. */
  readonly missing: readonly number[]
  /** The worker that should have had them. */
  readonly worker?: number
  readonly error: ErrorRecord
}

/** The worker's bundle holds other tasks than the driver's, or does not load at all. */
export interface RefuseProgram {
  readonly kind: 'refused'
  /** As the driver named it. */
  readonly bundle: string
  /** What tells the two tables apart, a line for each task. */
  readonly diff: readonly string[]
  readonly error?: ErrorRecord
}

/** An attempt is done. Its blocks are the last rows, or what it says of its map output. */
export interface TaskFinished {
  readonly kind: 'finished'
  readonly task: TaskKey
  /** What the attempt added to accumulators. */
  readonly updates: readonly AccumulatorUpdate[]
  /**
   * Of a map task that leaves its output on this machine: the last block is the index, the one before has the bytes, when
   * these are in no file.
   */
  readonly written?: { readonly path?: string }
  /** Of a map task whose worker keeps its output: the id of the attempt. A block says about how large its partitions are. */
  readonly remote?: number
  /** Bytes of the worker's memory that the blocks take until they are dropped. */
  readonly reserved: number
  readonly metrics: TaskMetrics
  /** Whether its map output stays on the worker, and is lost with it. */
  readonly isKept?: boolean
}
