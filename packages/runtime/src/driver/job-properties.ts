import { AtomicError, type JobSpec } from '@atomic-ts/core/internal'

/** What the user said about the jobs that an action runs; the same for all of them. */
export interface JobProperties {
  readonly group?: string | undefined
  readonly description?: string | undefined
  readonly tags: readonly string[]
  readonly local: Readonly<Record<string, string>>
}

/** The local property that names a job's pool, and the pool of jobs without. */
export const poolProperty = 'atomic.scheduler.pool'
export const defaultPool = 'default'

/** Of an action that nobody said anything about. */
export const noProperties: JobProperties = { tags: [], local: {} }

/** One call of an action, which may run several jobs: to sample the keys of a sort, then its own. */
export interface JobRun {
  readonly properties: JobProperties
  /** Set when it was cancelled: jobs that it has yet to start fail with it. */
  cancelled: string | undefined
}

/** The error of a cancelled job. */
export function cancelledError({ op, at }: Pick<JobSpec, 'op' | 'at'>, why: string): AtomicError {
  return new AtomicError('ATOMIC3005', { what: `The job ${op} at ${at} was cancelled: ${why}.`, at })
}
