import { start } from './stage-state.ts'
import type { SchedulerCommand } from './scheduler-command.ts'
import type { SchedulerEvent } from './scheduler-event.ts'
import type { JobState, LineOptions, PendingTask, SchedulerState, StageState } from './scheduler-state.ts'
import { isUsable, usableSlots, workerOf } from './use-workers.ts'

// So many tasks of a stage must be done before it is known that they are short.
const enough = 4
// Tasks that wait are looked at so far for some that may run at a slot.
const mostSeen = 64

/**
 * Sends short tasks to a slot before it is free. They wait there in line: behind a task that is not short after all only
 * until another slot is free. Gives the time until such a line must be asked back.
 */
export function sendAhead(
  state: SchedulerState,
  event: SchedulerEvent,
  now: number,
  commands: SchedulerCommand[],
): number {
  const { lines } = state.options
  if (!lines) return Infinity
  if (state.free.size > 0) return askBack(state, lines, now, commands)
  if (event.kind === 'taskFinished') refill(state, lines, event.slot, now, commands)
  return Infinity
}

/** Slots are free, and nothing is left for them but what waits in the lines of others. */
function askBack(
  state: SchedulerState,
  { patience }: LineOptions,
  now: number,
  commands: SchedulerCommand[],
): number {
  let wake = Infinity
  for (const slot of state.lines) {
    const held = state.slots.get(slot)
    if (!held || held.isAskedBack) continue
    const left = held.since + patience - now
    if (left > 0) {
      wake = Math.min(wake, left)
      continue
    }
    held.isAskedBack = true
    commands.push({ kind: 'askBack', slot })
  }
  return wake
}

/** A line is filled when half of it is left: then one message, or a few, wake the slot for many tasks. */
function refill(
  state: SchedulerState,
  lines: LineOptions,
  slot: number,
  now: number,
  commands: SchedulerCommand[],
): void {
  const held = state.slots.get(slot)
  const worker = workerOf(state, slot)
  if (!held || held.tasks.length === 0 || held.isAskedBack || !worker || !isUsable(worker)) return
  const found = next(state)
  if (!found) return
  const { job, stage } = found
  const length = lineOf(stage, lines, usableSlots(state))
  if (2 * (held.tasks.length - 1) > length) return
  for (const partition of take(stage, slot, length - (held.tasks.length - 1))) {
    const task = start(state, { job, stage, partition, slot, now }, commands)
    commands.push({ kind: 'launch', task, slot })
  }
}

/** The stage whose turn it is, when it is clear which. */
function next({
  jobs,
  options,
}: SchedulerState): { readonly job: JobState; readonly stage: StageState } | undefined {
  let found: { readonly job: JobState; readonly stage: StageState } | undefined
  for (const job of jobs.values()) {
    for (const stage of job.ready) {
      if (stage.pending.length === 0) continue
      if (found && found.job !== job) return undefined
      found ??= { job, stage }
      if (options.mode === 'fifo') return found
    }
  }
  return found
}

/** As many as are done in a short time, and so few that every slot has enough to the end. */
function lineOf(
  { spec, durations, isDangerous, pending }: StageState,
  { most, time }: LineOptions,
  slots: number,
): number {
  const median = durations[durations.length >> 1] ?? Infinity
  if (spec.isBarrier || isDangerous || durations.length < enough) return 0
  return Math.floor(Math.min(most, time / median, pending.length / (2 * slots)))
}

/** Takes tasks that may run at a slot as well as anywhere else. */
function take(stage: StageState, slot: number, count: number): readonly number[] {
  const taken: number[] = []
  const left: PendingTask[] = []
  while (taken.length < count && left.length < mostSeen) {
    const each = stage.pending.shift()
    if (!each) break
    if (stage.outputs.has(each.partition)) continue
    if (isAtHome(stage, slot, each)) taken.push(each.partition)
    else left.push(each)
  }
  if (left.length > 0) stage.pending.unshift(left)
  return taken
}

function isAtHome({ spec, near }: StageState, slot: number, { partition, avoid }: PendingTask): boolean {
  if (avoid !== undefined || near.has(partition)) return false
  return (spec.preferred.get(partition) ?? slot) === slot
}
