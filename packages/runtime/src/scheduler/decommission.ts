import type { SchedulerCommand } from './scheduler-command.ts'
import type { SchedulerState, WorkerState } from './scheduler-state.ts'
import { isIdle } from './use-workers.ts'

/** A worker will leave: it is given nothing more, and what it runs may end. */
export function drain(state: SchedulerState, id: number, commands: SchedulerCommand[]): void {
  const worker = state.workers.get(id)
  if (!worker || worker.leaving === 'draining' || worker.leaving === 'drained') return
  leave(state, worker, 'draining')
  if (!isIdle(state, worker)) return
  worker.leaving = 'drained'
  commands.push({ kind: 'workerDrained', worker: id })
}

/** Takes a worker out of use. */
export function leave(
  state: SchedulerState,
  worker: WorkerState,
  leaving: NonNullable<WorkerState['leaving']>,
): void {
  worker.leaving = leaving
  worker.excludedUntil = undefined
  state.excluded.delete(worker)
  for (const slot of worker.slots) state.free.delete(slot)
}
