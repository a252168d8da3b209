/** What happens to jobs, in order, as listeners see it. */
export type JobEvent =
  | {
      readonly kind: 'jobStarted'
      readonly job: number
      readonly op: string
      readonly at: string
      readonly tasks: number
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
      readonly kind: 'taskStarted' | 'taskFinished'
      readonly job: number
      readonly stage: number
      readonly partition: number
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

/** Hears every {@link JobEvent} of a context. It must not throw. */
export type JobListener = (event: JobEvent) => void
