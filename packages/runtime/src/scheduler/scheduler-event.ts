/** One attempt at one partition of one stage. */
export interface TaskKey {
  readonly job: number
  readonly stage: number
  readonly partition: number
  /** From 0; it tells the attempt that counts from late messages of others. */
  readonly attempt: number
}

/** What the scheduler must know of a job: the stages, parents first. The last one is the action's. */
export interface ScheduledJob {
  readonly id: number
  readonly stages: readonly ScheduledStage[]
  /** Of fair scheduling: which pool it is in; `default` when left out. */
  readonly pool?: string
}

/**
 * A stage of a job. Stages whose map outputs earlier jobs have left stand in the plan as well, so that what is lost of
 * them can be computed again; until then nothing of them runs.
 */
export interface ScheduledStage {
  readonly id: number
  readonly parents: readonly number[]
  /** Every partition that the job may need. */
  readonly partitions: readonly number[]
  /** The name of the map outputs that it writes, the same in every job; left out of the stage of the action. */
  readonly shuffle?: string
  /** The map outputs that are there already: by partition, who keeps each. */
  readonly outputs?: ReadonlyMap<number, Keeper>
  /** Slots that hold a cached partition. */
  readonly preferred: ReadonlyMap<number, number>
  /** Workers that hold much of what a partition reads, the one with the most first. */
  readonly near?: ReadonlyMap<number, readonly number[]>
  /** Whether its tasks run at the same time or not at all: one that fails is tried again with all the others. */
  readonly isBarrier?: boolean
}

/** Who keeps a map output: a worker, with which it is lost, or the driver itself. */
export type Keeper = number | 'driver'

/** Where map outputs are from now on. */
export interface MovedOutputs {
  readonly shuffle: string
  /** Map partitions. */
  readonly partitions: readonly number[]
  readonly from: number
  readonly to: number
}

/** Everything that can happen to the scheduler. */
export type SchedulerEvent =
  /**
   * A slot is up. Slots and workers have numbers that are never used again: a worker that was lost and comes back is
   * another worker.
   */
  | { readonly kind: 'slotAdded'; readonly slot: number; readonly worker: number }
  | { readonly kind: 'slotLost'; readonly slot: number }
  /** A worker is gone with all of its slots and all that it kept. */
  | { readonly kind: 'workerLost'; readonly worker: number }
  /** A worker will leave: it gets no more tasks, and those that it runs may end. What it keeps it may hand over. */
  | { readonly kind: 'workerDraining'; readonly worker: number }
  /** Map outputs have another keeper. */
  | { readonly kind: 'outputsMoved'; readonly moved: MovedOutputs }
  /** Whether a worker holds cached partitions: one that does is kept longer when it is idle. */
  | { readonly kind: 'workerCaches'; readonly worker: number; readonly isCaching: boolean }
  | { readonly kind: 'jobSubmitted'; readonly job: ScheduledJob }
  | { readonly kind: 'jobCancelled'; readonly job: number }
  /** Which workers hold much of what the partitions of a stage read, now that this is known. */
  | {
      readonly kind: 'stageLocated'
      readonly job: number
      readonly stage: number
      readonly near: ReadonlyMap<number, readonly number[]>
    }
  /** Somebody wants an attempt gone, and its partition computed by another one. It counts as no failure. */
  | { readonly kind: 'taskUnwanted'; readonly task: TaskKey; readonly reason: string }
  | {
      readonly kind: 'taskFinished'
      readonly task: TaskKey
      readonly slot: number
      /** Who keeps its map output; the driver when left out. */
      readonly keeper?: Keeper
    }
  | { readonly kind: 'taskFailed'; readonly task: TaskKey; readonly slot: number }
  | { readonly kind: 'taskKilled'; readonly task: TaskKey; readonly slot: number }
  | FetchFailed
  | { readonly kind: 'tick' }

/** An attempt did not get map outputs that it reads. */
export interface FetchFailed {
  readonly kind: 'fetchFailed'
  readonly task: TaskKey
  readonly slot: number
  /** The shuffle, and which of its map outputs are missing. */
  readonly shuffle: string
  readonly missing: readonly number[]
  /** The worker that should have had them: what another keeps by now is not lost. */
  readonly worker?: number
}
