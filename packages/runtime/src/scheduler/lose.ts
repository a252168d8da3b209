import { fail } from './end.ts'
import { invalidateWorker } from './invalidate.ts'
import type { SchedulerCommand } from './scheduler-command.ts'
import type { TaskKey } from './scheduler-event.ts'
import type { SchedulerState, SlotState, StageState, WorkerState } from './scheduler-state.ts'
import { again, current, drop, type Current } from './stage-state.ts'
import { isIdle } from './use-workers.ts'

/** A slot is gone; its worker may have others. */
export function slotLost(
  state: SchedulerState,
  slot: number,
  now: number,
  commands: SchedulerCommand[],
): void {
  const held = state.slots.get(slot)
  const worker = held && state.workers.get(held.worker)
  if (!held || !worker) return
  forgetSlot(state, worker, slot)
  tasksLost(state, [held], worker, commands)
  if (!isIdle(state, worker)) return
  worker.idleSince ??= now
  if (worker.leaving !== 'draining') return
  worker.leaving = 'drained'
  commands.push({ kind: 'workerDrained', worker: worker.id })
}

/** A worker is gone, with its slots and all that it kept. */
export function workerLost(state: SchedulerState, id: number, commands: SchedulerCommand[]): void {
  const worker = state.workers.get(id)
  if (!worker) return
  const slots = [...worker.slots].flatMap((slot) => state.slots.get(slot) ?? [])
  for (const slot of worker.slots) forgetSlot(state, worker, slot)
  state.workers.delete(id)
  state.excluded.delete(worker)
  tasksLost(state, slots, worker, commands, () => invalidateWorker(state, id, commands))
}

/** What slots that are gone were at. What waited in line has lost nothing but its turn. */
function tasksLost(
  state: SchedulerState,
  slots: readonly SlotState[],
  worker: WorkerState,
  commands: SchedulerCommand[],
  forget?: () => void,
): void {
  const lost = dropped(
    state,
    slots.flatMap(({ tasks }) => tasks.slice(0, 1)),
  )
  const waited = dropped(
    state,
    slots.flatMap(({ tasks }) => tasks.slice(1)),
  )
  for (const { stage } of waited) stage.isDangerous = true
  forget?.()
  for (const attempt of lost) taskLost(state, attempt, worker, commands)
  for (const { job, stage, task } of waited) {
    if (state.jobs.has(job.id)) again({ job, stage }, task.partition, commands)
  }
}

interface LostAttempt extends Current {
  readonly task: TaskKey
}

/** The attempts that counted until now; of a barrier stage one, since it is lost as a whole. */
function dropped(state: SchedulerState, tasks: readonly TaskKey[]): readonly LostAttempt[] {
  const lost = tasks.flatMap((task) => {
    const found = current(state, task)
    return found ? [{ task, ...found }] : []
  })
  for (const { stage, task, attempt } of lost) drop(stage, task.partition, attempt)
  const seen = new Set<StageState>()
  return lost.filter(({ stage }) => !stage.spec.isBarrier || (!seen.has(stage) && seen.add(stage)))
}

/** Lost is the machine: it has a budget of its own, from which a worker that leaves as it said takes nothing. */
function taskLost(
  state: SchedulerState,
  { task, job, stage }: LostAttempt,
  { leaving, id }: WorkerState,
  commands: SchedulerCommand[],
): void {
  if (!state.jobs.has(job.id)) return
  const times = leaving === undefined ? count(stage.losses, budgetOf(stage, task)) : 0
  if (times >= state.options.maxLosses) fail(state, { task, why: 'lost', times }, commands)
  else again({ job, stage }, task.partition, commands, id)
}

function forgetSlot(state: SchedulerState, worker: WorkerState, slot: number): void {
  worker.slots.delete(slot)
  state.slots.delete(slot)
  state.free.delete(slot)
  state.lines.delete(slot)
}

/** What a failure is counted for: a barrier stage fails as a whole. */
export function budgetOf({ spec }: StageState, { partition }: TaskKey): number {
  return spec.isBarrier ? -1 : partition
}

/** Counts one more. */
export function count(counts: Map<number, number>, key: number): number {
  const next = (counts.get(key) ?? 0) + 1
  counts.set(key, next)
  return next
}
