import type { SchedulerState, WorkerState } from './scheduler-state.ts'
import { isBusy, isUsable } from './use-workers.ts'

/** A task has failed on a worker: one on which several did, one after the other, is not used for a while. */
export function noteFailure(state: SchedulerState, worker: WorkerState, job: number, now: number): void {
  const { exclusion } = state.options
  if (!exclusion) return
  worker.failures.push(job)
  const limit = worker.onProbation ? 1 : exclusion.failures
  if (worker.failures.length < limit || !isUsable(worker) || isLast(state, worker)) return
  worker.excludedUntil = now + exclusion.time
  state.excluded.add(worker)
  for (const slot of worker.slots) state.free.delete(slot)
}

/** A task has finished on a worker: it is as good as the others. */
export function noteSuccess(worker: WorkerState): void {
  if (worker.failures.length > 0) worker.failures = []
  worker.onProbation = false
}

/** The failures of a job that has failed were its own. */
export function forgive(state: SchedulerState, job: number): void {
  const { exclusion } = state.options
  for (const worker of state.workers.values()) {
    if (!worker.failures.includes(job)) continue
    worker.failures = worker.failures.filter((each) => each !== job)
    if (!exclusion || worker.failures.length >= exclusion.failures) continue
    worker.onProbation = false
    readmit(state, worker)
  }
}

/**
 * Uses workers again whose time is over, for as long as nothing fails on them; and one of them before its time when no
 * other is left.
 */
export function readmitAll(state: SchedulerState, now: number): void {
  if (state.excluded.size === 0) return
  for (const worker of state.excluded) {
    if ((worker.excludedUntil ?? 0) <= now) putOnProbation(state, worker)
  }
  if ([...state.workers.values()].some(isUsable)) return
  const [first] = [...state.excluded]
    .filter(({ leaving, slots }) => leaving === undefined && slots.size > 0)
    .toSorted((a, b) => (a.excludedUntil ?? 0) - (b.excludedUntil ?? 0))
  if (first) putOnProbation(state, first)
}

/** How long until a worker is used again. */
export function untilReadmitted({ excluded }: SchedulerState, now: number): number {
  let wait = Infinity
  for (const { excludedUntil = Infinity } of excluded) wait = Math.min(wait, excludedUntil - now)
  return wait
}

function putOnProbation(state: SchedulerState, worker: WorkerState): void {
  worker.failures = []
  worker.onProbation = true
  readmit(state, worker)
}

function readmit(state: SchedulerState, worker: WorkerState): void {
  worker.excludedUntil = undefined
  state.excluded.delete(worker)
  if (!isUsable(worker)) return
  for (const slot of worker.slots) if (!isBusy(state.slots.get(slot))) state.free.add(slot)
}

function isLast({ workers }: SchedulerState, worker: WorkerState): boolean {
  for (const other of workers.values()) if (other !== worker && isUsable(other)) return false
  return true
}
