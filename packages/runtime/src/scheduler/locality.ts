import type { PendingTask, SchedulerState, StageState, WorkerState } from './scheduler-state.ts'
import { isUsable, workerOf } from './use-workers.ts'

/** A free slot that holds what a partition reads, or whose worker does. */
export function nearSlot(
  state: SchedulerState,
  { spec, near }: StageState,
  partition: number,
): number | undefined {
  const own = spec.preferred.get(partition)
  if (own !== undefined && state.free.has(own)) return own
  for (const id of near.get(partition) ?? []) {
    const worker = state.workers.get(id)
    const slot = worker && freeOn(state, worker)
    if (slot !== undefined) return slot
  }
  return undefined
}

/** Whether a slot that is near the data will be free some time. */
export function isHeld(state: SchedulerState, { spec, near }: StageState, partition: number): boolean {
  const own = spec.preferred.get(partition)
  const holder = own === undefined ? undefined : workerOf(state, own)
  if (holder && isUsable(holder)) return true
  return (near.get(partition) ?? []).some((id) => {
    const worker = state.workers.get(id)
    return worker !== undefined && isUsable(worker)
  })
}

/**
 * How long a task keeps away from the worker on which it failed, in milliseconds: as long as a worker is not used on which
 * several fail. Else one that fails at once would be the only one that is free, and have the task again and again.
 */
export function timeAway({ options, workers }: SchedulerState, { avoid }: PendingTask): number {
  if (avoid === undefined || !options.exclusion) return 0
  for (const worker of workers.values())
    if (worker.id !== avoid && isUsable(worker)) return options.exclusion.time
  return 0
}

/** Whether a slot of another worker is free. */
export function isFreeElsewhere({ free, slots }: SchedulerState, avoid: number | undefined): boolean {
  for (const slot of free) if (slots.get(slot)?.worker !== avoid) return true
  return false
}

/** Any free slot; one of another worker than that to avoid, where there is one. */
export function freeSlotOf(state: SchedulerState, avoid?: number): number {
  const [first = 0] = state.free
  if (avoid === undefined) return first
  for (const slot of state.free) if (state.slots.get(slot)?.worker !== avoid) return slot
  return first
}

function freeOn({ free }: SchedulerState, worker: WorkerState): number | undefined {
  for (const slot of worker.slots) if (free.has(slot)) return slot
  return undefined
}
