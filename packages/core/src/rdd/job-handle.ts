import type { ActionOptions } from './action-options.ts'

/**
 * What `submitJob` may be told.
 * @inDriver
 */
export interface SubmitJobOptions<U> extends ActionOptions {
  /** The partitions to run on; by default all. */
  readonly partitions?: readonly number[]
  /** Called in the driver with each partition's number and its result, as soon as it is there. */
  readonly onResult?: (partition: number, result: U) => void
}

/** A job that runs: a promise of its end, which can be cancelled. */
export interface JobHandle extends Promise<void> {
  /** Cancels the job: nothing more is computed or handed over, and the promise rejects with ATOMIC3005. */
  readonly cancel: (reason?: unknown) => void
}
