import type { SchedulerState, StageState, WorkerState } from './scheduler-state.ts'
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
