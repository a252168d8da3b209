import type { ScheduledStage, TaskKey } from './scheduler-event.ts'

/** Limits, all with Spark's defaults. */
export interface SchedulerOptions {
  /** How often a task may fail before its job does. */
  readonly maxFailures: number
  /** How often a task may lose its worker before its job fails. */
  readonly maxLosses: number
  /** How often a stage may lose inputs before its job fails. */
  readonly maxFetchFailures: number
  /** How long a task waits for the slot that holds its cached partition, in milliseconds. */
  readonly localityWait: number
  /** Which job gets a free slot: the one that came first, or one of the pool that has the least of its share. */
  readonly mode: 'fifo' | 'fair'
  /** Of `fair`: what pools are known, by name. Others have a weight of 1 and no minimum. */
  readonly pools: Readonly<Record<string, PoolOptions>>
}

/** A pool of jobs that share slots. */
export interface PoolOptions {
  /** Its share beside other pools: with 2 it gets twice the slots of one with 1. */
  readonly weight: number
  /** Slots that it gets before other pools get more than theirs. */
  readonly minShare: number
  /** How the jobs inside share. */
  readonly mode: 'fifo' | 'fair'
}

/** The defaults. */
const schedulerDefaults: SchedulerOptions = {
  maxFailures: 4,
  maxLosses: 4,
  maxFetchFailures: 4,
  localityWait: 3000,
  mode: 'fifo',
  pools: {},
}

/** Everything that the scheduler knows: no user data, no sockets, no clock. */
export interface SchedulerState {
  readonly options: SchedulerOptions
  /** In the order of submission: first in, first out. */
  readonly jobs: Map<number, JobState>
  /** What each slot runs now; `undefined` when it is free. */
  readonly slots: Map<number, TaskKey | undefined>
  readonly free: Set<number>
}

/** A job that is not over. */
export interface JobState {
  readonly id: number
  readonly stages: ReadonlyMap<number, StageState>
  /** The stage of the action. */
  readonly last: number
  readonly pool: string
}

/** A stage of a running job. */
export interface StageState {
  readonly spec: ScheduledStage
  /** Partitions to launch, the next one first. */
  readonly pending: PendingTask[]
  /** Attempts under way, by partition. */
  readonly running: Map<number, RunningTask>
  readonly done: Set<number>
  readonly failures: Map<number, number>
  readonly losses: Map<number, number>
  /** Attempts launched so far, by partition. */
  readonly attempts: Map<number, number>
  fetchFailures: number
  started: boolean
}

interface PendingTask {
  readonly partition: number
  /** When it first let a free slot pass, to wait for the one that holds its data. */
  readonly heldSince?: number
}

interface RunningTask {
  readonly attempt: number
  readonly slot: number
}

/** A scheduler with no slots and no jobs. */
export function initialState(options: Partial<SchedulerOptions> = {}): SchedulerState {
  return { options: { ...schedulerDefaults, ...options }, jobs: new Map(), slots: new Map(), free: new Set() }
}
