import pRetry from 'p-retry'
import { AtomicError, type Call } from '@atomic-ts/core/internal'
import { showRecord } from './show-record.ts'

/** A function of the user that is awaited. */
export type AsyncTask = (record: unknown, call: Call) => unknown

/** What a call may take, in milliseconds, and how often it is made again. */
export interface CallRules {
  readonly retries: number
  readonly backoff: number
  readonly timeout?: number
}

// The longest wait between two calls for a record, in milliseconds.
const longestBackoff = 30_000

/**
 * Calls a function for a record until it succeeds or has no retries left; then throws what it threw last.
 * @param turn runs a call when it is its turn
 */
export async function callWithRetries(
  task: AsyncTask,
  record: unknown,
  { retries, backoff, timeout }: CallRules,
  signal: AbortSignal,
  turn: (run: () => Promise<unknown>) => Promise<unknown>,
): Promise<unknown> {
  try {
    return await pRetry(
      (count) => turn(() => callOnce(task, record, count - 1, timeout, signal)).catch(wrap),
      {
        ...{ retries, signal, factor: 2, minTimeout: backoff, maxTimeout: longestBackoff, randomize: true },
        shouldRetry: () => !signal.aborted,
      },
    )
  } catch (error) {
    throw error instanceof FailedCall ? error.thrown : error
  }
}

/** Holds what a call threw, which may be anything, and keeps it from looking like a bug that is not worth a retry. */
class FailedCall extends Error {
  readonly thrown: unknown
  constructor(thrown: unknown) {
    super()
    this.thrown = thrown
  }
}

function wrap(thrown: unknown): never {
  throw new FailedCall(thrown)
}

async function callOnce(
  task: AsyncTask,
  record: unknown,
  attempt: number,
  timeout: number | undefined,
  signal: AbortSignal,
): Promise<unknown> {
  signal.throwIfAborted()
  const own = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let stop = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    own.signal.addEventListener('abort', () => reject(own.signal.reason as Error), { once: true })
    stop = () => own.abort(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    if (timeout !== undefined) timer = setTimeout(() => own.abort(tooLong(record, timeout)), timeout)
  })
  try {
    return await Promise.race([aborted, task(record, { signal: own.signal, attempt })])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}

function tooLong(record: unknown, timeout: number): AtomicError {
  return new AtomicError('ATOMIC6001', {
    what: `The call for the record ${showRecord(record)} took longer than its timeout of ${timeout} ms.`,
    fix: 'Raise the timeout, or allow retries.',
  })
}
