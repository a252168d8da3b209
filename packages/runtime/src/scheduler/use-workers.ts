import type { SchedulerCommand } from './scheduler-command.ts'
import type { TaskKey } from './scheduler-event.ts'
import type { SchedulerState, WorkerState } from './scheduler-state.ts'
import { current, drop, type Current } from './stage-state.ts'

/** A slot is up, and maybe the first of its worker. */
export function addSlot(state: SchedulerState, slot: number, id: number, now: number): void {
  if (state.slots.has(slot)) return
  const worker = state.workers.get(id) ?? newWorker(id, now)
  state.workers.set(id, worker)
  worker.slots.add(slot)
  state.slots.set(slot, { worker: id, task: undefined })
  if (isUsable(worker)) state.free.add(slot)
}

/** Whether a worker may be given tasks. */
export function isUsable({ leaving, excludedUntil, slots }: WorkerState): boolean {
  return leaving === undefined && excludedUntil === undefined && slots.size > 0
}

/** How many slots may be given tasks, those that have one included. */
export function usableSlots({ slots, workers, excluded }: SchedulerState): number {
  let unusable = 0
  for (const worker of workers.values()) {
    if (worker.leaving !== undefined || excluded.has(worker)) unusable += worker.slots.size
  }
  return slots.size - unusable
}

/** The worker of a slot that is up. */
export function workerOf({ slots, workers }: SchedulerState, slot: number): WorkerState | undefined {
  const { worker } = slots.get(slot) ?? {}
  return worker === undefined ? undefined : workers.get(worker)
}

/** Whether none of a worker's slots runs anything. */
export function isIdle({ slots }: SchedulerState, worker: WorkerState): boolean {
  for (const slot of worker.slots) if (slots.get(slot)?.task) return false
  return true
}

/** An attempt has ended: its slot is free. Gives the attempt when it is one that counts, `undefined` for a late message. */
export function release(
  state: SchedulerState,
  { task, slot, now }: { readonly task: TaskKey; readonly slot: number; readonly now: number },
  commands: SchedulerCommand[],
): Current | undefined {
  const held = state.slots.get(slot)
  if (held && holds(state, slot, task)) {
    held.task = undefined
    freed(state, slot, now, commands)
  }
  const found = current(state, task)
  if (found) drop(found.stage, task.partition, found.attempt)
  return found
}

/** Whether a slot is still at an attempt. */
export function holds({ slots }: SchedulerState, slot: number, task: TaskKey): boolean {
  const held = slots.get(slot)?.task
  return held !== undefined && sameTask(held, task)
}

function freed(state: SchedulerState, slot: number, now: number, commands: SchedulerCommand[]): void {
  const worker = workerOf(state, slot)
  if (!worker) return
  if (isUsable(worker)) state.free.add(slot)
  if (!isIdle(state, worker)) return
  worker.idleSince = now
  if (worker.leaving !== 'draining') return
  worker.leaving = 'drained'
  commands.push({ kind: 'workerDrained', worker: worker.id })
}

function newWorker(id: number, now: number): WorkerState {
  const record = { failures: [], excludedUntil: undefined, onProbation: false }
  return { id, slots: new Set(), ...record, leaving: undefined, isCaching: false, idleSince: now }
}

function sameTask(a: TaskKey, b: TaskKey): boolean {
  return a.job === b.job && a.stage === b.stage && a.partition === b.partition && a.attempt === b.attempt
}
