import { AtomicError } from '../errors/atomic-error.ts'
import { callSite } from '../rdd/call-site.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { ApproximateEvaluator } from '../rdd/approximate-evaluator.ts'
import type { PartialResult } from '../rdd/bounded-double.ts'
import type { RddBase, RunOptions } from '../rdd/base.ts'
import type { Step } from '../operators/step.ts'

/** What an approximate action runs, and what reads the rows of the partitions that are done. */
export interface Approximation<R> extends Pick<RunOptions, 'node' | 'at'> {
  readonly op: string
  readonly sink: Step
  /** How long to wait for an exact answer, in milliseconds. */
  readonly timeout: number
  readonly evaluator: ApproximateEvaluator<unknown[], R>
}

/** Runs a job, and gives what is known of its answer when a time is over; the job goes on. */
export async function approximate<T, R>(
  rdd: RddBase<T>,
  { op, sink, timeout, evaluator, ...job }: Approximation<R>,
  options: ActionOptions = {},
): Promise<PartialResult<R>> {
  checkTimeout(op, timeout)
  const own = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, own.signal]) : own.signal
  const onPartition = (partition: number, rows: unknown[]): void => evaluator.merge(partition, rows)
  const finalValue = rdd.run(op, sink, { ...job, signal, onPartition }).then(() => evaluator.currentResult())
  // Who only wants the first value need not handle what becomes of the other.
  finalValue.catch(() => undefined)
  const cancel = (reason?: unknown): void => own.abort(reason)
  const isInitialValueFinal = await isDoneBy(finalValue, timeout)
  const initialValue = isInitialValueFinal ? await finalValue : valueSoFar(evaluator, cancel)
  return { initialValue, isInitialValueFinal, finalValue, cancel }
}

/**
 * Keeps the rows of the partitions that are done.
 * @param evaluate the answer from these rows, in the order of the partitions, which are `seen`, a share from 0 to 1, of all
 */
export function fromParts<R>(
  { lineage: { partitions } }: RddBase<unknown>,
  evaluate: (parts: readonly unknown[][], seen: number) => R,
): ApproximateEvaluator<unknown[], R> {
  const parts = new Map<number, unknown[]>()
  return {
    merge: (partition, rows) => parts.set(partition, rows),
    currentResult() {
      const inOrder = [...parts].toSorted(([a], [b]) => a - b).map(([, rows]) => rows)
      return evaluate(inOrder, partitions === 0 ? 1 : parts.size / partitions)
    },
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

/** Nobody gets a handle to a job whose value cannot be told: it ends. */
function valueSoFar<R>(evaluator: ApproximateEvaluator<unknown[], R>, cancel: (reason: unknown) => void): R {
  try {
    return evaluator.currentResult()
  } catch (error) {
    cancel(error)
    throw error
  }
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
