import type { TaskKey } from './scheduler-event.ts'

/** Everything that the scheduler can ask for. */
export type SchedulerCommand =
  | { readonly kind: 'launch'; readonly task: TaskKey; readonly slot: number }
  /** Every task of a barrier stage, at the same time. */
  | { readonly kind: 'launchGang'; readonly gang: readonly GangMember[] }
  | { readonly kind: 'kill'; readonly task: TaskKey; readonly slot: number; readonly reason: string }
  /** What waits in line at a slot shall not begin there: it ends as killed. */
  | { readonly kind: 'askBack'; readonly slot: number }
  | { readonly kind: 'stageStarted'; readonly job: number; readonly stage: number }
  | { readonly kind: 'stageFinished'; readonly job: number; readonly stage: number }
  /** A barrier stage begins again: what its attempts gave so far does not count. */
  | { readonly kind: 'stageRestarted'; readonly job: number; readonly stage: number }
  /** Map outputs are gone: nobody may be sent to them. */
  | { readonly kind: 'outputsLost'; readonly shuffle: string; readonly partitions: readonly number[] }
  | { readonly kind: 'jobFinished'; readonly job: number }
  | JobFailed
  /** A draining worker runs nothing more: it may leave once it has handed over what it keeps. */
  | { readonly kind: 'workerDrained'; readonly worker: number }
  /** Tasks wait: there should be so many workers in all. It may be said again, and asks for no more than that. */
  | { readonly kind: 'requestWorkers'; readonly total: number }
  /** A worker has had nothing to do for long: it is draining from now on, and may be stopped. */
  | { readonly kind: 'releaseWorker'; readonly worker: number }
  /** Call again with a `tick` after this many milliseconds; it takes the place of an earlier one. */
  | { readonly kind: 'wake'; readonly after: number }

/** A task of a barrier stage and its slot. */
export interface GangMember {
  readonly task: TaskKey
  readonly slot: number
}

/** A job whose task used up a budget. */
export interface JobFailed {
  readonly kind: 'jobFailed'
  readonly job: number
  readonly task: TaskKey
  readonly why: FailureKind
  /** How often it happened: to the task, or to its stage. */
  readonly times: number
}

/** Failed is the user's code, lost is the machine, fetch is a stage whose inputs vanish again and again. */
export type FailureKind = 'failed' | 'lost' | 'fetch'
