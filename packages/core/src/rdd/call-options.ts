import { AtomicError } from '../errors/atomic-error.ts'
import { callSite } from './call-site.ts'

/** What a function that is awaited learns about its call. */
export interface Call {
  /** Aborted when the call takes too long, when the job is cancelled, and when nobody needs the result any more. */
  readonly signal: AbortSignal
  /** 0 for the first call for a record, 1 for its first retry. */
  readonly attempt: number
}

/** How `mapAsync` and its relatives call a function. */
export interface CallOptions {
  /** Calls under way at a time in each task; 16 by default. */
  readonly concurrency?: number
  /** Whether results keep the order of the records; true by default. Without it they come as they are ready. */
  readonly ordered?: boolean
  /** How often a call that fails is made again for the same record; 0 by default. */
  readonly retries?: number
  /**
   * Milliseconds before the first retry, 100 by default. Each further wait is twice as long, 30 seconds at most, and
   * up to twice of that at random, so that calls that failed together do not come back together.
   */
  readonly backoff?: number
  /** Milliseconds that one call may take; no limit by default. A call that takes longer fails, and may be retried. */
  readonly timeout?: number
  /** Calls a second in each slot, retries counted; no limit by default. It may be a fraction. */
  readonly rateLimit?: number
}

/** The options as constants of a step, with their defaults. */
export function callParams(op: string, options: CallOptions): Readonly<Record<string, unknown>> {
  const { concurrency = 16, ordered = true, retries = 0, backoff = 100, timeout, rateLimit } = options
  const isCount = (n: number): boolean => Number.isSafeInteger(n)
  const isDelay = (n: number): boolean => n >= 0 && n <= longestTimer
  check(op, 'concurrency', concurrency, isCount(concurrency) && concurrency >= 1, 'an integer of 1 or more')
  check(op, 'retries', retries, isCount(retries) && retries >= 0, 'an integer of 0 or more')
  check(op, 'backoff', backoff, isDelay(backoff), milliseconds)
  const params = { concurrency, ordered, retries, backoff }
  return {
    ...params,
    ...(timeout !== undefined && { timeout: positive(op, 'timeout', timeout, isDelay(timeout)) }),
    ...(rateLimit !== undefined && { rateLimit: positive(op, 'rateLimit', rateLimit, rateLimit >= 0.001) }),
  }
}

/** Refuses an option that is out of range, at the user's line. */
export function check(op: string, name: string, value: unknown, isRight: boolean, range: string): void {
  if (isRight) return
  throw new AtomicError('ATOMIC2005', {
    what: `${op}: the option ${name} is ${String(value)}; it must be ${range}.`,
    at: callSite(),
  })
}

/** The longest wait of a timer, in milliseconds: about 24 days. */
export const longestTimer: number = 2 ** 31 - 1
/** What an option that is a wait must be. */
export const milliseconds: string = `a number of milliseconds between 0 and ${longestTimer}`

function positive(op: string, name: string, value: number, isInRange: boolean): number {
  check(op, name, value, Number.isFinite(value) && value > 0 && isInRange, 'a finite number above 0')
  return value
}
