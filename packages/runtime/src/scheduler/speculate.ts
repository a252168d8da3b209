import { freeSlotOf } from './locality.ts'
import type { SchedulerCommand } from './scheduler-command.ts'
import type { JobState, SchedulerState, SpeculationOptions, StageState } from './scheduler-state.ts'
import { start } from './stage-state.ts'

/**
 * Launches a second copy of tasks that take much longer than others of their stage, on slots that nothing else needs; the
 * first copy that finishes counts. Tasks of a barrier stage meet each other, so they have no copies. Gives the time until
 * the next task is slow.
 */
export function speculate(state: SchedulerState, now: number, commands: SchedulerCommand[]): number {
  const { speculation } = state.options
  let wake = Infinity
  if (!speculation || state.free.size === 0) return wake
  for (const job of state.jobs.values()) {
    for (const stage of job.ready) {
      const limit = slowAfter(stage, speculation)
      if (limit < Infinity) wake = Math.min(wake, copySlow({ state, job, stage, now }, limit, commands))
    }
  }
  return wake
}

/** How long a task of a stage may take before it is slow. */
function slowAfter(
  { spec, outputs, durations }: StageState,
  { multiplier, quantile, minRuntime }: SpeculationOptions,
): number {
  const median = durations[durations.length >> 1]
  const enough = Math.max(1, Math.ceil(quantile * spec.partitions.length))
  if (spec.isBarrier || median === undefined || outputs.size < enough) return Infinity
  return Math.max(multiplier * median, minRuntime)
}

interface Turn {
  readonly state: SchedulerState
  readonly job: JobState
  readonly stage: StageState
  readonly now: number
}

function copySlow({ state, job, stage, now }: Turn, limit: number, commands: SchedulerCommand[]): number {
  let wake = Infinity
  for (const [partition, [only, copy]] of stage.running) {
    // Another job may have computed it.
    if (!only || copy || stage.outputs.has(partition)) continue
    const left = only.since + limit - now
    if (left > 0) {
      wake = Math.min(wake, left)
      continue
    }
    if (state.free.size === 0) return wake
    const slot = freeSlotOf(state, state.slots.get(only.slot)?.worker)
    const task = start(state, { job, stage, partition, slot, now }, commands)
    commands.push({ kind: 'launch', task, slot })
  }
  return wake
}
