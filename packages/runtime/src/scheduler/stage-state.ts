import type { SchedulerCommand } from './scheduler-command.ts'
import type { ScheduledStage, TaskKey } from './scheduler-event.ts'
import type { JobState, SchedulerState, StageState } from './scheduler-state.ts'

/** A stage of which nothing was launched. */
export function newStage(spec: ScheduledStage): StageState {
  return {
    spec,
    pending: spec.partitions.map((partition) => ({ partition })),
    running: new Map(),
    done: new Set(),
    failures: new Map(),
    losses: new Map(),
    attempts: new Map(),
    fetchFailures: 0,
    started: false,
  }
}

/** The job and the stage of an attempt that counts; `undefined` of one that was given up. */
export function current(
  state: SchedulerState,
  task: TaskKey,
): { readonly job: JobState; readonly stage: StageState } | undefined {
  const job = state.jobs.get(task.job)
  const stage = job?.stages.get(task.stage)
  const isCurrent = stage?.running.get(task.partition)?.attempt === task.attempt
  return job && stage && isCurrent ? { job, stage } : undefined
}

/** Whether every partition has a result that counts. */
export function isDone(stage: StageState | undefined): boolean {
  return stage !== undefined && stage.done.size === stage.spec.partitions.length
}

/** Whether the parents of a stage are done. */
export function isReady(job: JobState, stage: StageState): boolean {
  return stage.spec.parents.every((id) => isDone(job.stages.get(id)))
}

/** Has a partition computed again; of a barrier stage, every partition. */
export function again(
  job: JobState,
  stage: StageState,
  partition: number,
  commands: SchedulerCommand[],
): void {
  if (!stage.spec.isBarrier) return void stage.pending.push({ partition })
  kill(job, stage, 'its barrier stage begins again', commands)
  stage.done.clear()
  stage.pending.splice(0, Infinity, ...stage.spec.partitions.map((each) => ({ partition: each })))
  commands.push({ kind: 'stageRestarted', job: job.id, stage: stage.spec.id })
}

/** Gives up what runs of a stage. */
export function kill(job: JobState, stage: StageState, reason: string, commands: SchedulerCommand[]): void {
  for (const [partition, { attempt, slot }] of stage.running) {
    const task = { job: job.id, stage: stage.spec.id, partition, attempt }
    commands.push({ kind: 'kill', task, slot, reason })
  }
  stage.running.clear()
}
