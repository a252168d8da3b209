import type { TaskMetrics } from './task-metrics.ts'

/** What happens to jobs, in order, as listeners see it. */
export type JobEvent =
  | {
      /** What happened. */
      readonly kind: 'jobStarted'
      /** The job, from 1 in each context. */
      readonly job: number
      /** The action. */
      readonly op: string
      /** Where the user called it. */
      readonly at: string
      /** How many tasks there are. */
      readonly tasks: number
      /** What `setJobGroup` or `withJobGroup` said. */
      readonly group?: string
      /** What `setJobDescription` said. */
      readonly description?: string
      /** The tags of the job. */
      readonly tags: readonly string[]
    }
  | {
      /** What happened. */
      readonly kind: 'stageStarted'
      /** The job, from 1 in each context. */
      readonly job: number
      /** The stage, from 0 in each job. */
      readonly stage: number
      /** The last verb of the stage and where the user called it. */
      readonly name: string
      /** How many tasks there are. */
      readonly tasks: number
    }
  | {
      /** What happened. */
      readonly kind: 'taskStarted'
      /** The job, from 1 in each context. */
      readonly job: number
      /** The stage, from 0 in each job. */
      readonly stage: number
      /** The partition, from 0. */
      readonly partition: number
      /** How often the partition was tried before, in this stage: 0 at first. */
      readonly attempt: number
      /** A number that no other attempt of the context has: `killTaskAttempt` takes it. */
      readonly taskId: number
    }
  | {
      /** What happened. */
      readonly kind: 'taskFinished'
      /** The job, from 1 in each context. */
      readonly job: number
      /** The stage, from 0 in each job. */
      readonly stage: number
      /** The partition, from 0. */
      readonly partition: number
      /** What the task added to named accumulators. */
      readonly accumulators: readonly AccumulatorNews[]
      /** What the attempt that counts has counted of its own work. */
      readonly metrics: TaskMetrics
    }
  | {
      /** What happened. */
      readonly kind: 'taskFailed'
      /** The job, from 1 in each context. */
      readonly job: number
      /** The stage, from 0 in each job. */
      readonly stage: number
      /** The partition, from 0. */
      readonly partition: number
      /** How often the task was tried before. */
      readonly attempt: number
      /** Why it failed; nothing where it did not. */
      readonly error: unknown
    }
  | {
      /** What happened. */
      readonly kind: 'taskKilled'
      /** The job, from 1 in each context. */
      readonly job: number
      /** The stage, from 0 in each job. */
      readonly stage: number
      /** The partition, from 0. */
      readonly partition: number
      /** How often the partition was tried before. */
      readonly attempt: number
      /** Why it was given up. */
      readonly reason: string
    }
  | {
      /** What happened. */
      readonly kind: 'stageFinished'
      /** The job, from 1 in each context. */
      readonly job: number
      /** The stage, from 0 in each job. */
      readonly stage: number
    }
  | {
      /** What happened. */
      readonly kind: 'jobFinished'
      /** The job, from 1 in each context. */
      readonly job: number
      /** Why it failed; nothing where it did not. */
      readonly error?: unknown
    }
  | {
      /** What happened. */
      readonly kind: 'blockUpdated'
      /** The RDD whose partition was kept, moved or lost. */
      readonly rdd: number
      /** The partition, from 0. */
      readonly partition: number
      /** Where it is, or was. */
      readonly slot: number
      /** Bytes in memory now. */
      readonly memory: number
      /** Bytes on disk now. */
      readonly disk: number
      /** False when it is in neither. */
      readonly isKept: boolean
    }
  | {
      /** What happened. */
      readonly kind: 'rddUnpersisted'
      /** The RDD that is kept no more. */
      readonly rdd: number
    }

/** What a task added to a named accumulator, and all that was added so far. */
export interface AccumulatorNews {
  readonly id: number
  readonly name: string
  readonly update: unknown
  readonly value: unknown
}

/** Hears every {@link JobEvent} of a context. It must not throw. */
export type JobListener = (event: JobEvent) => void
