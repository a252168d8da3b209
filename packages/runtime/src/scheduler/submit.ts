import { finish } from './end.ts'
import { readyStages } from './ready-stages.ts'
import type { SchedulerCommand } from './scheduler-command.ts'
import type { Keeper, ScheduledJob, ScheduledStage } from './scheduler-event.ts'
import type { JobState, Outputs, SchedulerState, StageState } from './scheduler-state.ts'
import { isDone, newStage } from './stage-state.ts'

/** Takes a job. Of a shuffle that a running job writes too, both see the same outputs. */
export function submit(state: SchedulerState, job: ScheduledJob, commands: SchedulerCommand[]): void {
  const stages = new Map(job.stages.map((spec) => [spec.id, newStage(spec, outputsOf(state, spec))]))
  const last = job.stages.at(-1)?.id ?? 0
  const pool = job.pool ?? 'default'
  const entry: JobState = { id: job.id, stages, last, pool, ready: readyStages({ stages, last }) }
  state.jobs.set(job.id, entry)
  for (const stage of stages.values()) {
    stage.finished = isDone(stage)
    write(state, entry, stage)
  }
  if (stages.get(last)?.finished ?? true) finish(state, entry, commands)
}

function outputsOf(state: SchedulerState, spec: ScheduledStage): Outputs {
  const { shuffle, outputs = new Map<number, Keeper>(), partitions, isBarrier } = spec
  const shared = shuffle === undefined ? undefined : state.shuffles.get(shuffle)?.outputs
  if (shared) return shared
  const there = [...outputs].filter(([, keeper]) => keeper === 'driver' || state.workers.has(keeper))
  // A barrier stage is computed as a whole, so a part of it is of no use.
  if (isBarrier && there.length < partitions.length) return new Map()
  const epoch = ++state.epoch
  return new Map(there.map(([partition, keeper]) => [partition, { keeper, epoch }]))
}

function write(state: SchedulerState, job: JobState, stage: StageState): void {
  const { shuffle } = stage.spec
  if (shuffle === undefined) return
  const shared = state.shuffles.get(shuffle) ?? { outputs: stage.outputs, writers: new Set() }
  shared.writers.add({ job, stage })
  state.shuffles.set(shuffle, shared)
}
