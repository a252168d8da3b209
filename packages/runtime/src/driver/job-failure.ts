import { AtomicError, isAtomicError } from '@atomic-ts/core/internal'
import type { JobSpec } from '@atomic-ts/core/internal'
import type { FailureKind, JobFailed } from '../scheduler/scheduler-command.ts'
import type { TaskKey } from '../scheduler/scheduler-event.ts'
import type { ErrorRecord } from '../codec/error-record.ts'
import type { RefuseProgram } from '../wire/messages.ts'
import type { LossReason } from '../transport/transport.ts'
import { stageOf, type Job } from './job.ts'

/** What a failed job is about. */
interface FailureContext {
  readonly task: TaskKey
  /** The stage's last verb and where the user called it: `reduceByKey at word-count.ts:12`. */
  readonly stageName: string
  /** How often it failed so; a barrier stage fails as a whole. */
  readonly times: number
  readonly isBarrier: boolean
}

/** The error of a job that used up a budget. */
export function jobFailure(job: Job, { task, why, times }: JobFailed): AtomicError {
  const cause = job.errors.get(`${task.stage}.${task.partition}`)
  const { name: stageName, stage } = stageOf(job, task)
  return taskFailure({ task, stageName, times, isBarrier: stage.isBarrier }, why, cause)
}

/** The error of a job whose task failed as often as a task may: the user's own error is its cause. */
function taskFailure(context: FailureContext, why: FailureKind, cause: unknown): AtomicError {
  const code = why === 'lost' && isAtomicError(cause) ? cause.code : 'ATOMIC3001'
  return new AtomicError(code, {
    what: `${nameOf(context)} failed${context.times === 1 ? '' : ` ${context.times} times; the last time`}${context.isBarrier ? ` in the task of partition ${context.task.partition}` : ''}: ${summary(cause)}`,
    at: userFrame(cause),
    cause,
  })
}

/** The error of a job that its caller's signal has cancelled: the signal's reason is its cause. */
export function abortError({ op, at }: Pick<JobSpec, 'op' | 'at'>, { reason }: AbortSignal): AtomicError {
  const cause: unknown = reason
  return new AtomicError('ATOMIC3005', {
    what: `The job ${op} at ${at} was cancelled by its signal: ${summary(cause)}`,
    at,
    cause,
  })
}

/** The error of a call that comes after the context's end. */
export function stoppedError(op: string, at: string, reason: string): AtomicError {
  return new AtomicError('ATOMIC2001', {
    what: `${op} needs a running context, but this one is stopped: ${reason}.`,
    at,
    fix: 'Await every action before the context is stopped or goes out of scope.',
  })
}

/** The error of an attempt whose slot went away under it. */
export function lossError(reason: LossReason, at: string | undefined): AtomicError {
  switch (reason.kind) {
    case 'memory':
      return new AtomicError('ATOMIC3003', {
        what: `A worker thread ran out of memory${reason.limit ? ` (its heap limit is ${reason.limit} MB)` : ''}.`,
        at,
        fix: 'Use more partitions, so that each holds less, or raise the limit with --memory.',
      })
    case 'exit':
      return new AtomicError('ATOMIC3002', {
        what: `A worker thread exited with code ${reason.code} in the middle of a task.`,
        at,
      })
    case 'killed':
      return new AtomicError('ATOMIC3002', {
        what: 'A worker thread was ended, since a cancelled task did not stop.',
        at,
      })
    case 'worker':
      return new AtomicError('ATOMIC3002', {
        what: `The worker ${reason.worker} was lost: ${reason.why}.`,
        at,
      })
    case 'error':
      return new AtomicError('ATOMIC3002', {
        what: `A worker thread ended with an error that no task caught: ${summary(reason.error)}`,
        at,
        cause: reason.error,
      })
  }
}

/** The error of a job whose worker holds other tasks than the driver. */
export function refusalError(
  { bundle, diff, error }: RefuseProgram,
  revive: (record: ErrorRecord) => unknown,
): AtomicError {
  const cause = error && revive(error)
  if (error) {
    return new AtomicError('ATOMIC3006', {
      what: `A worker cannot load the task bundle ${bundle}: ${summary(cause)}`,
      at: userFrame(cause),
      fix: 'A constant or an import that tasks reach fails while it is set up; the cause says where.',
      cause,
    })
  }
  return new AtomicError('ATOMIC3006', {
    what: `A worker holds other tasks than the driver (- only the driver, + only the worker, ~ changed):\n${diff.join('\n')}`,
    fix: 'Build the program again and start the workers with the new bundle.',
  })
}

function nameOf({ task, stageName, isBarrier }: FailureContext): string {
  if (isBarrier) return `The barrier stage ${task.stage} (${stageName})`
  return `The task of partition ${task.partition} in stage ${task.stage} (${stageName})`
}

function summary(cause: unknown): string {
  if (isAtomicError(cause)) return cause.message
  if (cause instanceof Error) return `${cause.name}: ${cause.message}`
  return `a thrown ${typeof cause}: ${String(cause)}`
}

/** The first frame of the user's own code in an error's stack. */
function userFrame(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !cause.stack || (isAtomicError(cause) && cause.at)) return undefined
  for (const line of cause.stack.split('\n').slice(1)) {
    const [, place] = /^\s+at (?:.*\()?((?:file:\/\/)?(?:\/|[A-Za-z]:\\)[^()]*:\d+:\d+)\)?$/.exec(line) ?? []
    if (place && !engineFrame.test(place)) return place.replace(/^file:\/\//, '')
  }
  return undefined
}

const engineFrame = /node_modules|[\\/](?:packages|@atomic-ts)[\\/](?:core|runtime)[\\/](?:src|dist)[\\/]/
