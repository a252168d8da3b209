import { fairOrder } from './fair-order.ts'
import { canLaunch, keepsSlots, launchGang } from './launch-gang.ts'
import type { SchedulerCommand } from './scheduler-command.ts'
import type { JobState, SchedulerState, StageState } from './scheduler-state.ts'
import { isReady } from './stage-state.ts'

/** Gives free slots to tasks that can run. */
export function launchAll(state: SchedulerState, now: number, commands: SchedulerCommand[]): void {
  const wake =
    state.options.mode === 'fair' ? launchFairly(state, now, commands) : launchInOrder(state, now, commands)
  if (wake < Infinity) commands.push({ kind: 'wake', after: wake })
}

/** The first job first, and in it the first stage whose parents are done. Gives the time until a task may run elsewhere. */
function launchInOrder(state: SchedulerState, now: number, commands: SchedulerCommand[]): number {
  let wake = Infinity
  for (const job of state.jobs.values()) {
    for (const stage of job.stages.values()) {
      if (state.free.size === 0) return Infinity
      if (stage.pending.length === 0 || !isReady(job, stage)) continue
      if (stage.spec.isBarrier) {
        if (canLaunch(state, stage)) launchGang(state, job, stage, commands)
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
    const wake = launchOne(state, now, commands)
    if (state.free.size === 0) return Infinity
    if (wake !== undefined) return wake
  }
}

/** Gives the time until a task may run elsewhere when there was none to launch, and `undefined` when there was. */
function launchOne(state: SchedulerState, now: number, commands: SchedulerCommand[]): number | undefined {
  let wake = Infinity
  const free = state.free.size
  for (const job of fairOrder(state)) {
    for (const stage of job.stages.values()) {
      if (stage.pending.length === 0 || !isReady(job, stage)) continue
      if (!stage.spec.isBarrier) {
        wake = Math.min(wake, launchStage({ state, job, stage, now, limit: 1 }, commands))
      } else if (canLaunch(state, stage)) launchGang(state, job, stage, commands)
      else if (keepsSlots(state, stage)) return wake
      if (state.free.size < free) return undefined
    }
  }
  return wake
}

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
  const held: StageState['pending'] = []
  let next = stage.pending.shift()
  for (; next && left > 0; next = stage.pending.shift()) {
    const wanted = stage.spec.preferred.get(next.partition)
    const heldSince = next.heldSince ?? now
    const waited = now - heldSince
    const isHeld = wanted !== undefined && state.slots.has(wanted) && !state.free.has(wanted)
    if (isHeld && waited < state.options.localityWait) {
      held.push({ partition: next.partition, heldSince })
      wake = Math.min(wake, state.options.localityWait - waited)
    } else {
      launch(state, job, stage, next.partition, wanted, commands)
      left--
    }
  }
  stage.pending.unshift(...held, ...(next ? [next] : []))
  return wake
}

function launch(
  state: SchedulerState,
  job: JobState,
  stage: StageState,
  partition: number,
  wanted: number | undefined,
  commands: SchedulerCommand[],
): void {
  const [someSlot = 0] = state.free
  const slot = wanted !== undefined && state.free.has(wanted) ? wanted : someSlot
  const attempt = stage.attempts.get(partition) ?? 0
  const task = { job: job.id, stage: stage.spec.id, partition, attempt }
  stage.attempts.set(partition, attempt + 1)
  stage.running.set(partition, { attempt, slot })
  state.slots.set(slot, task)
  state.free.delete(slot)
  if (!stage.started) commands.push({ kind: 'stageStarted', job: job.id, stage: stage.spec.id })
  stage.started = true
  commands.push({ kind: 'launch', task, slot })
}
