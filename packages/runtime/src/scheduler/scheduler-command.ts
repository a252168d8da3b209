import type { TaskKey } from './scheduler-event.ts'

/** Everything that the scheduler can ask for. */
export type SchedulerCommand =
  | { readonly kind: 'launch'; readonly task: TaskKey; readonly slot: number }
  | { readonly kind: 'kill'; readonly task: TaskKey; readonly slot: number }
  | { readonly kind: 'stageStarted'; readonly job: number; readonly stage: number }
  | { readonly kind: 'stageFinished'; readonly job: number; readonly stage: number }
  | { readonly kind: 'jobFinished'; readonly job: number }
  | { readonly kind: 'jobFailed'; readonly job: number; readonly task: TaskKey; readonly why: FailureKind }
  /** A task waits for a slot that holds its data: call again with a `tick` after this many milliseconds. */
  | { readonly kind: 'wake'; readonly after: number }

/** Failed is the user's code, lost is the machine, fetch is a stage whose inputs vanish again and again. */
export type FailureKind = 'failed' | 'lost' | 'fetch'
