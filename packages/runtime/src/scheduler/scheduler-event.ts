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

/** A stage and its partitions that are missing. */
export interface ScheduledStage {
  readonly id: number
  readonly parents: readonly number[]
  readonly partitions: readonly number[]
  /** Slots that hold a cached partition. */
  readonly preferred: ReadonlyMap<number, number>
  /** Whether its tasks run at the same time or not at all: one that fails is tried again with all the others. */
  readonly isBarrier?: boolean
}

/** Everything that can happen to the scheduler. */
export type SchedulerEvent =
  | { readonly kind: 'slotAdded'; readonly slot: number }
  | { readonly kind: 'slotLost'; readonly slot: number }
  | { readonly kind: 'jobSubmitted'; readonly job: ScheduledJob }
  | { readonly kind: 'jobCancelled'; readonly job: number }
  /** Somebody wants an attempt gone, and its partition computed by another one. It counts as no failure. */
  | { readonly kind: 'taskUnwanted'; readonly task: TaskKey; readonly reason: string }
  | {
      readonly kind: 'taskFinished' | 'taskFailed' | 'taskKilled'
      readonly task: TaskKey
      readonly slot: number
    }
  | {
      readonly kind: 'fetchFailed'
      readonly task: TaskKey
      readonly slot: number
      /** The stage whose map outputs are gone, and of which partitions. */
      readonly from: number
      readonly missing: readonly number[]
    }
  | { readonly kind: 'tick' }
