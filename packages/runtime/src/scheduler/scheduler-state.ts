import type { PendingTasks } from './pending-tasks.ts'
import type { Keeper, ScheduledStage, TaskKey } from './scheduler-event.ts'

/** Limits, with Spark's defaults where it has them. */
export interface SchedulerOptions {
  /** How often a task may fail before its job does. */
  readonly maxFailures: number
  /** How often a task may lose its worker before its job fails. */
  readonly maxLosses: number
  /** How often a stage may lose inputs before its job fails. */
  readonly maxFetchFailures: number
  /** How long a task waits for the slot or the workers that hold its data, in milliseconds. */
  readonly localityWait: number
  /** Which job gets a free slot: the one that came first, or one of the pool that has the least of its share. */
  readonly mode: 'fifo' | 'fair'
  /** Of `fair`: what pools are known, by name. Others have a weight of 1 and no minimum. */
  readonly pools: Readonly<Record<string, PoolOptions>>
  /** When a worker on which tasks fail is not used for a while; never when left out. */
  readonly exclusion: ExclusionOptions | undefined
  /** When a second copy of a slow task is launched; never when left out. */
  readonly speculation: SpeculationOptions | undefined
  /** When workers are asked for and released; never when left out. */
  readonly allocation: AllocationOptions | undefined
  /** When tasks wait in line at a slot that is busy; never when left out. */
  readonly lines: LineOptions | undefined
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

/** When a worker is not used for a while. */
export interface ExclusionOptions {
  /** Tasks that fail on it, one after the other. */
  readonly failures: number
  /** For how long, in milliseconds. Then it is on probation: the next task that fails on it excludes it again. */
  readonly time: number
}

/** When a task is so slow that a second copy of it is launched. */
export interface SpeculationOptions {
  /** How many times the median of its stage it has taken. */
  readonly multiplier: number
  /** The part of its stage that must be done before. */
  readonly quantile: number
  /** How long it must have run at least, in milliseconds. */
  readonly minRuntime: number
}

/**
 * When short tasks are sent before their slot is free, so that it is never without work while messages travel, and one
 * message wakes it for many tasks.
 */
export interface LineOptions {
  /** Tasks that wait in line at a slot at most. */
  readonly most: number
  /** How long those in line may take, by the median of their stage, in milliseconds. */
  readonly time: number
  /** How long they wait behind a task that is not short before a slot that is free gets them, in milliseconds. */
  readonly patience: number
}

/** How many workers there should be. */
export interface AllocationOptions {
  readonly minWorkers: number
  readonly maxWorkers: number
  /** How many slots a new worker is expected to have. */
  readonly slotsPerWorker: number
  /** How long tasks wait before workers are asked for, and then before more are, in milliseconds. */
  readonly backlogTimeout: number
  /** How long a worker is idle before it is released, in milliseconds; one with cached partitions has its own limit. */
  readonly idleTimeout: number
  readonly cachedIdleTimeout: number
}

/** The defaults. */
const schedulerDefaults: SchedulerOptions = {
  maxFailures: 4,
  maxLosses: 4,
  maxFetchFailures: 4,
  localityWait: 3000,
  mode: 'fifo',
  pools: {},
  exclusion: { failures: 3, time: 60_000 },
  speculation: undefined,
  allocation: undefined,
  lines: undefined,
}

/** For slots that can take more than they run. */
export const shortLines: LineOptions = { most: 16, time: 5, patience: 20 }

/** Everything that the scheduler knows: no user data, no sockets, no clock. */
export interface SchedulerState {
  readonly options: SchedulerOptions
  /** In the order of submission: first in, first out. */
  readonly jobs: Map<number, JobState>
  readonly slots: Map<number, SlotState>
  /** Slots that run nothing and may be given a task. */
  readonly free: Set<number>
  /** Slots where tasks wait in line. */
  readonly lines: Set<number>
  readonly workers: Map<number, WorkerState>
  /** Workers that are not used for a while. */
  readonly excluded: Set<WorkerState>
  /** The shuffles of running jobs: jobs that write the same one share its outputs. */
  readonly shuffles: Map<string, ShuffleState>
  readonly backlog: BacklogState
  /** Counts launches and new map outputs, so that it is known which came first. */
  epoch: number
}

/** A slot that is up. */
export interface SlotState {
  readonly worker: number
  /** What it runs, and what waits in line behind it. They may be attempts that were given up and have not stopped. */
  readonly tasks: TaskKey[]
  /** Since when it is at the first of them. */
  since: number
  /** Whether its line was asked back. */
  isAskedBack: boolean
}

/** A worker that is up. */
export interface WorkerState {
  readonly id: number
  readonly slots: Set<number>
  /** The jobs whose tasks failed on it, one after the other. */
  failures: number[]
  excludedUntil: number | undefined
  /** Whether it was excluded, and has finished no task since. */
  onProbation: boolean
  /** `drained`: it runs nothing more, and this has been said; `released`: it was idle for long. */
  leaving: 'draining' | 'drained' | 'released' | undefined
  isCaching: boolean
  /** Since when it runs nothing. */
  idleSince: number | undefined
}

/** The map outputs of a shuffle. */
export interface ShuffleState {
  readonly outputs: Outputs
  /** The stages of running jobs that write it. */
  readonly writers: Set<{ readonly job: JobState; readonly stage: StageState }>
}

/** The results that count, by partition. */
export type Outputs = Map<number, Output>

/** A result that counts. */
export interface Output {
  readonly keeper: Keeper
  /** Attempts that were launched before it came cannot have missed it. */
  readonly epoch: number
}

/** Tasks that wait for workers. */
export interface BacklogState {
  /** Since when, or when workers were asked for last. */
  since: number | undefined
  /** How many more to ask for the next time. */
  step: number
}

/** A job that is not over. */
export interface JobState {
  readonly id: number
  readonly stages: ReadonlyMap<number, StageState>
  /** The stage of the action. */
  readonly last: number
  readonly pool: string
  /** Stages that are needed and whose parents are done, the first one first. */
  ready: readonly StageState[]
}

/** A stage of a running job. */
export interface StageState {
  readonly spec: ScheduledStage
  /** Its results that count: of a shuffle, those that all jobs share. */
  readonly outputs: Outputs
  /** Results of a barrier stage that is not done: none counts before the last. */
  readonly held: Outputs
  /** Partitions to launch, the next one first. */
  readonly pending: PendingTasks
  /** Attempts under way, by partition: the first one and, if it is slow, a copy. */
  readonly running: Map<number, readonly RunningTask[]>
  readonly failures: Map<number, number>
  readonly losses: Map<number, number>
  /** Attempts launched so far, by partition. */
  readonly attempts: Map<number, number>
  /** How long the attempts that count took, in order. */
  readonly durations: number[]
  near: ReadonlyMap<number, readonly number[]>
  /** Whether a slot was lost while tasks waited in its line: no more do, since it is not known which of them it was. */
  isDangerous: boolean
  fetchFailures: number
  started: boolean
  /** Whether it was done, and this has been said. */
  finished: boolean
}

/** A partition to launch. */
export interface PendingTask {
  readonly partition: number
  /** When it first let a free slot pass, to wait for one that is near its data. */
  readonly heldSince?: number
  /** The worker on which it failed: another one may do better. */
  readonly avoid?: number
  /** Whether it was launched or done before. */
  readonly isAgain?: boolean
}

/** An attempt under way that counts. */
export interface RunningTask {
  readonly attempt: number
  readonly slot: number
  /** When its turn came; never while it waits in line. */
  since: number
  /** When it was launched, beside the epochs of outputs. */
  readonly epoch: number
}

/** A scheduler with no workers and no jobs. */
export function initialState(options: Partial<SchedulerOptions> = {}): SchedulerState {
  return {
    options: { ...schedulerDefaults, ...options },
    jobs: new Map(),
    slots: new Map(),
    free: new Set(),
    lines: new Set(),
    workers: new Map(),
    excluded: new Set(),
    shuffles: new Map(),
    backlog: { since: undefined, step: 1 },
    epoch: 0,
  }
}
