import type { SchedulerCommand } from './scheduler-command.ts'
import type { JobState, SchedulerState, StageState } from './scheduler-state.ts'

/** Gives free slots to tasks that can run: the first job first, and in it the first stage whose parents are done. */
export function launchAll(state: SchedulerState, now: number, commands: SchedulerCommand[]): void {
  let wake = Infinity
  for (const job of state.jobs.values()) {
    for (const stage of job.stages.values()) {
      if (state.free.size === 0) return
      if (stage.pending.length === 0 || !isReady(job, stage)) continue
      wake = Math.min(wake, launchStage(state, job, stage, now, commands))
    }
  }
  if (wake < Infinity) commands.push({ kind: 'wake', after: wake })
}

/** Launches what it can. Gives the time until a task that waits for its slot may run elsewhere. */
function launchStage(
  state: SchedulerState,
  job: JobState,
  stage: StageState,
  now: number,
  commands: SchedulerCommand[],
): number {
  let wake = Infinity
  const held: StageState['pending'] = []
  let next = stage.pending.shift()
  for (; next && state.free.size > 0; next = stage.pending.shift()) {
    const wanted = stage.spec.preferred.get(next.partition)
    const heldSince = next.heldSince ?? now
    const waited = now - heldSince
    const isHeld = wanted !== undefined && state.slots.has(wanted) && !state.free.has(wanted)
    if (isHeld && waited < state.options.localityWait) {
      held.push({ partition: next.partition, heldSince })
      wake = Math.min(wake, state.options.localityWait - waited)
    } else {
      launch(state, job, stage, next.partition, wanted, commands)
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

function isReady(job: JobState, stage: StageState): boolean {
  return stage.spec.parents.every((id) => {
    const parent = job.stages.get(id)
    return parent !== undefined && parent.done.size === parent.spec.partitions.length
  })
}
