import { PendingTasks } from './pending-tasks.ts'
import type { SchedulerCommand } from './scheduler-command.ts'
import type { Keeper, ScheduledStage, TaskKey } from './scheduler-event.ts'
import type { JobState, Outputs, RunningTask, SchedulerState, StageState } from './scheduler-state.ts'

/** A stage of which nothing was launched; what is there already is not computed again. */
export function newStage(spec: ScheduledStage, outputs: Outputs): StageState {
  return {
    spec,
    outputs,
    held: new Map(),
    pending: new PendingTasks(
      spec.partitions.filter((each) => !outputs.has(each)).map((partition) => ({ partition })),
    ),
    running: new Map(),
    failures: new Map(),
    losses: new Map(),
    attempts: new Map(),
    durations: [],
    near: spec.near ?? new Map(),
    isDangerous: false,
    fetchFailures: 0,
    started: false,
    finished: false,
  }
}

/** An attempt that counts, with its job and stage. */
export interface Current {
  readonly job: JobState
  readonly stage: StageState
  readonly attempt: RunningTask
}

/** The job and the stage of an attempt that counts; `undefined` of one that was given up. */
export function current(state: SchedulerState, task: TaskKey): Current | undefined {
  const job = state.jobs.get(task.job)
  const stage = job?.stages.get(task.stage)
  const attempt = stage?.running.get(task.partition)?.find((each) => each.attempt === task.attempt)
  return job && stage && attempt && { job, stage, attempt }
}

/** Whether every partition has a result that counts. */
export function isDone({ outputs, spec }: StageState): boolean {
  return outputs.size === spec.partitions.length
}

/** Notes the launch of an attempt. */
export function start(
  state: SchedulerState,
  { job, stage, partition, slot, now }: Launch,
  commands: SchedulerCommand[],
): TaskKey {
  const attempt = stage.attempts.get(partition) ?? 0
  const task = { job: job.id, stage: stage.spec.id, partition, attempt }
  const held = state.slots.get(slot)
  const isInLine = held !== undefined && held.tasks.length > 0
  const running = { attempt, slot, since: isInLine ? Infinity : now, epoch: ++state.epoch }
  stage.attempts.set(partition, attempt + 1)
  stage.running.set(partition, [...(stage.running.get(partition) ?? []), running])
  if (isInLine) state.lines.add(slot)
  else if (held) held.since = now
  held?.tasks.push(task)
  const worker = held && state.workers.get(held.worker)
  if (worker) worker.idleSince = undefined
  state.free.delete(slot)
  if (!stage.started) commands.push({ kind: 'stageStarted', job: job.id, stage: stage.spec.id })
  stage.started = true
  return task
}

/** What is launched, and where. */
export interface Launch {
  readonly job: JobState
  readonly stage: StageState
  readonly partition: number
  readonly slot: number
  readonly now: number
}

/** Forgets an attempt of a partition. */
export function drop({ running }: StageState, partition: number, attempt: RunningTask): void {
  const others = running.get(partition)?.filter((each) => each !== attempt) ?? []
  if (others.length > 0) running.set(partition, others)
  else running.delete(partition)
}

/** Has a partition computed again, unless another attempt is at it; of a barrier stage, every partition. */
export function again(
  { job, stage }: Pick<Current, 'job' | 'stage'>,
  partition: number,
  commands: SchedulerCommand[],
  avoid?: number,
): void {
  if (stage.spec.isBarrier) return restart(job, stage, 'its barrier stage begins again', commands)
  if (stage.running.has(partition) || stage.outputs.has(partition)) return
  if (stage.pending.isPushed(partition)) return
  stage.pending.push({ partition, ...(avoid !== undefined && { avoid }) })
}

/** Begins a barrier stage again. */
export function restart(
  job: JobState,
  stage: StageState,
  reason: string,
  commands: SchedulerCommand[],
): void {
  if (stage.running.size + stage.held.size === 0 && stage.pending.length > 0) return
  kill(job, stage, reason, commands)
  stage.held.clear()
  stage.pending.replace(stage.spec.partitions.map((partition) => ({ partition })))
  commands.push({ kind: 'stageRestarted', job: job.id, stage: stage.spec.id })
}

/** Gives up what runs of a stage, or of one of its partitions. */
export function kill(
  job: JobState,
  stage: StageState,
  reason: string,
  commands: SchedulerCommand[],
  only?: number,
): void {
  const killed = only === undefined ? stage.running : [[only, stage.running.get(only) ?? []] as const]
  for (const [partition, attempts] of killed) {
    for (const { attempt, slot } of attempts) {
      const task = { job: job.id, stage: stage.spec.id, partition, attempt }
      commands.push({ kind: 'kill', task, slot, reason })
    }
    stage.running.delete(partition)
  }
}

/** Notes a result that counts; those of a barrier stage count when the last one is there. */
export function keep(state: SchedulerState, stage: StageState, partition: number, keeper: Keeper): void {
  const output = { keeper, epoch: ++state.epoch }
  if (!stage.spec.isBarrier) return void stage.outputs.set(partition, output)
  stage.held.set(partition, output)
  if (stage.held.size < stage.spec.partitions.length) return
  for (const [each, held] of stage.held) stage.outputs.set(each, held)
  stage.held.clear()
}
