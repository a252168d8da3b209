import { sameTask } from './task-key.ts'
import type { SchedulerCommand } from './scheduler-command.ts'
import type { TaskKey } from './scheduler-event.ts'
import type { SchedulerState, SlotState, WorkerState } from './scheduler-state.ts'
import { current, drop, type Current } from './stage-state.ts'

/** A slot is up, and maybe the first of its worker. */
export function addSlot(state: SchedulerState, slot: number, id: number, now: number): void {
  if (state.slots.has(slot)) return
  const worker = state.workers.get(id) ?? newWorker(id, now)
  state.workers.set(id, worker)
  worker.slots.add(slot)
  state.slots.set(slot, { worker: id, tasks: [], since: now, isAskedBack: false })
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
  for (const slot of worker.slots) if (isBusy(slots.get(slot))) return false
  return true
}

/** Whether a slot is at something. */
export function isBusy(slot: SlotState | undefined): boolean {
  return slot !== undefined && slot.tasks.length > 0
}

/** An attempt has ended: its slot goes on with what waits in line, or is free. Gives the attempt when it is one that counts, `undefined` for a late message. */
export function release(
  state: SchedulerState,
  { task, slot, now }: { readonly task: TaskKey; readonly slot: number; readonly now: number },
  commands: SchedulerCommand[],
): Current | undefined {
  leaveLine(state, slot, task, now, commands)
  const found = current(state, task)
  if (found) drop(found.stage, task.partition, found.attempt)
  return found
}

/** Whether a slot is still at an attempt. */
export function holds({ slots }: SchedulerState, slot: number, task: TaskKey): boolean {
  return slots.get(slot)?.tasks.some((each) => sameTask(each, task)) ?? false
}

function leaveLine(
  state: SchedulerState,
  slot: number,
  task: TaskKey,
  now: number,
  commands: SchedulerCommand[],
): void {
  const held = state.slots.get(slot)
  const place = held?.tasks.findIndex((each) => sameTask(each, task)) ?? -1
  if (!held || place < 0) return
  held.tasks.splice(place, 1)
  if (held.tasks.length < 2) {
    state.lines.delete(slot)
    held.isAskedBack = false
  }
  const [next] = held.tasks
  if (!next) return freed(state, slot, now, commands)
  if (place > 0) return
  held.since = now
  const found = current(state, next)
  if (found) found.attempt.since = now
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
