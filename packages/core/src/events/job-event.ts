/** What happens to jobs, in order, as listeners see it. */
export type JobEvent =
  | {
      readonly kind: 'jobStarted'
      readonly job: number
      readonly op: string
      readonly at: string
      readonly tasks: number
      readonly group?: string
      readonly description?: string
      readonly tags: readonly string[]
    }
  | {
      readonly kind: 'stageStarted'
      readonly job: number
      readonly stage: number
      /** The last verb of the stage and where the user called it. */
      readonly name: string
      readonly tasks: number
    }
  | {
      readonly kind: 'taskStarted'
      readonly job: number
      readonly stage: number
      readonly partition: number
    }
  | {
      readonly kind: 'taskFinished'
      readonly job: number
      readonly stage: number
      readonly partition: number
      /** What the task added to named accumulators. */
      readonly accumulators: readonly AccumulatorNews[]
    }
  | {
      readonly kind: 'taskFailed'
      readonly job: number
      readonly stage: number
      readonly partition: number
      readonly attempt: number
      readonly error: unknown
    }
  | { readonly kind: 'stageFinished'; readonly job: number; readonly stage: number }
  | { readonly kind: 'jobFinished'; readonly job: number; readonly error?: unknown }

/** What a task added to a named accumulator, and all that was added so far. */
export interface AccumulatorNews {
  readonly id: number
  readonly name: string
  readonly update: unknown
  readonly value: unknown
}

/** Hears every {@link JobEvent} of a context. It must not throw. */
export type JobListener = (event: JobEvent) => void
