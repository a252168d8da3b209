import { AtomicError } from '../errors/atomic-error.ts'
import { callSite } from '../rdd/call-site.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { PartialResult } from '../rdd/bounded-double.ts'
import type { RddBase } from '../rdd/base.ts'
import type { Step } from '../operators/step.ts'

/** What an approximate action runs, and how it reads the partitions that are done. */
export interface Approximation<R> {
  readonly op: string
  readonly sink: Step
  /** How long to wait for an exact answer, in milliseconds. */
  readonly timeout: number
  /** The answer from the rows of the partitions that are done, which are `seen`, a share from 0 to 1, of all. */
  readonly evaluate: (parts: readonly unknown[][], seen: number) => R
}

/** Runs a job, and gives what is known of its answer when a time is over; the job goes on. */
export async function approximate<T, R>(
  rdd: RddBase<T>,
  { op, sink, timeout, evaluate }: Approximation<R>,
  options: ActionOptions = {},
): Promise<PartialResult<R>> {
  checkTimeout(op, timeout)
  const { partitions } = rdd.lineage
  const done: unknown[][] = []
  const own = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, own.signal]) : own.signal
  const job = rdd.run(op, sink, { signal, onPartition: (_partition, rows) => done.push(rows) })
  const finalValue = job.then((parts) => evaluate(parts, 1))
  // Who only wants the first value need not handle what becomes of the other.
  finalValue.catch(() => undefined)
  const isInitialValueFinal = await isDoneBy(finalValue, timeout)
  return {
    initialValue: isInitialValueFinal ? await finalValue : evaluate(done, done.length / partitions),
    isInitialValueFinal,
    finalValue,
    cancel: (reason) => own.abort(reason),
  }
}

/** Refuses a confidence that is no probability. */
export function checkConfidence(op: string, confidence: number): void {
  if (confidence >= 0 && confidence <= 1) return
  throw new AtomicError('ATOMIC2002', {
    what: `${op}: the confidence is ${String(confidence)}; it must be between 0 and 1.`,
    at: callSite(),
  })
}

function checkTimeout(op: string, timeout: number): void {
  if (timeout >= 0) return
  throw new AtomicError('ATOMIC2002', {
    what: `${op}: the timeout is ${String(timeout)}; it must be a number of milliseconds of 0 or more.`,
    at: callSite(),
  })
}

// A timer that is asked to wait longer does not wait at all.
const longestTimer = 2 ** 31 - 1

async function isDoneBy(work: Promise<unknown>, timeout: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<boolean>((resolve) => {
    if (timeout <= longestTimer) timer = setTimeout(() => resolve(false), timeout)
  })
  try {
    return await Promise.race([work.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
