import { fairOrder } from './fair-order.ts'
import { canLaunch, keepsSlots, launchGang } from './launch-gang.ts'
import { freeSlotOf, isFreeElsewhere, isHeld, nearSlot, timeAway } from './locality.ts'
import type { SchedulerCommand } from './scheduler-command.ts'
import type { JobState, PendingTask, SchedulerState, StageState } from './scheduler-state.ts'
import { start } from './stage-state.ts'

/** Gives free slots to tasks that can run. Gives the time until a task that waits for its data's slot may run elsewhere. */
export function launchAll(state: SchedulerState, now: number, commands: SchedulerCommand[]): number {
  return state.options.mode === 'fair'
    ? launchFairly(state, now, commands)
    : launchInOrder(state, now, commands)
}

/** The first job first, and in it the first stage whose parents are done. */
function launchInOrder(state: SchedulerState, now: number, commands: SchedulerCommand[]): number {
  let wake = Infinity
  for (const job of state.jobs.values()) {
    for (const stage of job.ready) {
      if (state.free.size === 0) return Infinity
      if (stage.pending.length === 0) continue
      if (stage.spec.isBarrier) {
        if (canLaunch(state, stage)) launchGang(state, job, stage, now, commands)
        else if (keepsSlots(state, stage)) return wake
        continue
      }
      wake = Math.min(wake, launchStage({ state, job, stage, now, limit: Infinity }, commands))
    }
  }
  return wake
}

/** One task at a time: each goes to the job that deserves it most when its turn comes. */
function launchFairly(state: SchedulerState, now: number, commands: SchedulerCommand[]): number {
  for (;;) {
    if (state.free.size === 0) return Infinity
    const wake = launchOne(state, now, commands)
    if (wake !== undefined) return wake
  }
}

/** Gives the time until a task may run elsewhere when there was none to launch, and `undefined` when there was. */
function launchOne(state: SchedulerState, now: number, commands: SchedulerCommand[]): number | undefined {
  let wake = Infinity
  const free = state.free.size
  for (const job of fairOrder(state)) {
    for (const stage of job.ready) {
      if (stage.pending.length === 0) continue
      if (!stage.spec.isBarrier) {
        wake = Math.min(wake, launchStage({ state, job, stage, now, limit: 1 }, commands))
      } else if (canLaunch(state, stage)) launchGang(state, job, stage, now, commands)
      else if (keepsSlots(state, stage)) return wake
      if (state.free.size < free) return undefined
    }
  }
  return wake
}

// So many tasks of a stage may wait for their data's slots while others of it are looked at: each event looks at them again.
const mostHeld = 1000

interface Turn {
  readonly state: SchedulerState
  readonly job: JobState
  readonly stage: StageState
  readonly now: number
  /** Tasks to launch at most. */
  readonly limit: number
}

/** Launches what it can. Gives the time until a task that waits for its slot may run elsewhere. */
function launchStage({ state, job, stage, now, limit }: Turn, commands: SchedulerCommand[]): number {
  let wake = Infinity
  let left = Math.min(limit, state.free.size)
  const held: PendingTask[] = []
  while (left > 0 && held.length < mostHeld) {
    const next = stage.pending.shift()
    if (!next) break
    // Another job may have computed it.
    if (stage.outputs.has(next.partition)) continue
    const heldSince = next.heldSince ?? now
    const waited = now - heldSince
    const away = timeAway(state, next) - waited
    if (away > 0 && !isFreeElsewhere(state, next.avoid)) {
      held.push({ ...next, heldSince })
      wake = Math.min(wake, away)
      continue
    }
    const near = away > 0 ? undefined : nearSlot(state, stage, next.partition)
    const mayWait = away <= 0 && near === undefined && waited < state.options.localityWait
    if (mayWait && isHeld(state, stage, next.partition)) {
      held.push({ ...next, heldSince })
      wake = Math.min(wake, state.options.localityWait - waited)
      continue
    }
    const slot = near ?? freeSlotOf(state, next.avoid)
    const task = start(state, { job, stage, partition: next.partition, slot, now }, commands)
    commands.push({ kind: 'launch', task, slot })
    left--
  }
  if (held.length > 0) stage.pending.unshift(held)
  return wake
}
