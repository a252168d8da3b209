import { leave } from './decommission.ts'
import type { SchedulerCommand } from './scheduler-command.ts'
import type { AllocationOptions, SchedulerState, WorkerState } from './scheduler-state.ts'

/**
 * Asks for workers while tasks wait, one and then ever more, and releases those that are idle for long. Gives the time
 * until there may be something to do.
 */
export function allocate(state: SchedulerState, now: number, commands: SchedulerCommand[]): number {
  const { allocation } = state.options
  if (!allocation) return Infinity
  const staying = [...state.workers.values()].filter(({ leaving }) => leaving === undefined)
  const tasks = countTasks(state)
  const total = Math.ceil((tasks.waiting + tasks.running) / allocation.slotsPerWorker)
  const wanted = Math.min(Math.max(total, allocation.minWorkers), allocation.maxWorkers)
  const isShort = staying.length < allocation.minWorkers || tasks.lackSlots
  if (isShort && wanted > staying.length)
    return request(state, { now, wanted, has: staying.length }, commands)
  state.backlog.since = undefined
  state.backlog.step = 1
  // Workers that are idle now may be those that the tasks of a barrier stage wait for.
  if (isShort) return Infinity
  return releaseIdle(state, staying, now, commands)
}

/** As Spark: after the first wait one more, then two, four, … */
function request(
  { backlog, options }: SchedulerState,
  { now, wanted, has }: { readonly now: number; readonly wanted: number; readonly has: number },
  commands: SchedulerCommand[],
): number {
  const { backlogTimeout = 0, minWorkers = 0 } = options.allocation ?? {}
  backlog.since ??= has < minWorkers ? now - backlogTimeout : now
  const left = backlog.since + backlogTimeout - now
  if (left > 0) return left
  const total = Math.min(Math.max(has + backlog.step, minWorkers), wanted)
  backlog.since = now
  backlog.step *= 2
  commands.push({ kind: 'requestWorkers', total })
  return backlogTimeout
}

function releaseIdle(
  state: SchedulerState,
  staying: readonly WorkerState[],
  now: number,
  commands: SchedulerCommand[],
): number {
  const { allocation } = state.options
  if (!allocation) return Infinity
  let wake = Infinity
  let spare = staying.length - allocation.minWorkers
  for (const worker of staying) {
    if (worker.idleSince === undefined || spare <= 0) continue
    const left = worker.idleSince + idleLimit(worker, allocation) - now
    if (left > 0) wake = Math.min(wake, left)
    else if (!keepsNeeded(state, worker)) {
      spare--
      leave(state, worker, 'released')
      commands.push({ kind: 'releaseWorker', worker: worker.id })
    }
  }
  return wake
}

function idleLimit(
  { isCaching }: WorkerState,
  { idleTimeout, cachedIdleTimeout }: AllocationOptions,
): number {
  return isCaching ? cachedIdleTimeout : idleTimeout
}

/** Whether a running job may read what a worker keeps. */
function keepsNeeded({ shuffles }: SchedulerState, { id }: WorkerState): boolean {
  for (const { outputs, writers } of shuffles.values()) {
    for (const { keeper } of outputs.values()) if (keeper === id) return true
    for (const { stage } of writers) {
      for (const { keeper } of stage.held.values()) if (keeper === id) return true
    }
  }
  return false
}

interface TaskCounts {
  readonly waiting: number
  readonly running: number
  /** Whether tasks wait for slots that there are not; of a barrier stage, for as many as it needs. */
  readonly lackSlots: boolean
}

function countTasks({ jobs, free }: SchedulerState): TaskCounts {
  let [waiting, running] = [0, 0]
  let lackSlots = false
  for (const { ready } of jobs.values()) {
    for (const { pending, running: now, spec } of ready) {
      waiting += pending.length
      running += now.size
      lackSlots ||= pending.length > 0 && (spec.isBarrier === true || free.size === 0)
    }
  }
  return { waiting, running, lackSlots }
}
