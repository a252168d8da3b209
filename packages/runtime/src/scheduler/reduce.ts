import { launchAll } from './launch.ts'
import type { FailureKind, SchedulerCommand } from './scheduler-command.ts'
import type { ScheduledJob, SchedulerEvent, ScheduledStage, TaskKey } from './scheduler-event.ts'
import type { JobState, SchedulerState, StageState } from './scheduler-state.ts'

/**
 * The scheduler: one event in, commands out, at a time that the caller gives. It does nothing itself, so the same code
 * runs a cluster and a simulation. The state is changed in place: it has one owner, and ten thousand tasks cost no copies.
 */
export function reduce(state: SchedulerState, event: SchedulerEvent, now: number): SchedulerCommand[] {
  const commands: SchedulerCommand[] = []
  apply(state, event, commands)
  launchAll(state, now, commands)
  return commands
}

function apply(state: SchedulerState, event: SchedulerEvent, commands: SchedulerCommand[]): void {
  switch (event.kind) {
    case 'slotAdded':
      state.slots.set(event.slot, undefined)
      state.free.add(event.slot)
      return
    case 'slotLost':
      return slotLost(state, event.slot, commands)
    case 'jobSubmitted':
      return submit(state, event.job, commands)
    case 'jobCancelled': {
      const job = state.jobs.get(event.job)
      if (job) end(state, job, commands)
      return
    }
    case 'taskFinished':
      return taskFinished(state, event.task, event.slot, commands)
    case 'taskFailed':
      return taskFailed(state, event.task, event.slot, commands)
    case 'taskKilled':
      // Whoever killed an attempt that still counts did not mean its partition.
      release(state, event.task, event.slot)?.pending.push({ partition: event.task.partition })
      return
    case 'fetchFailed':
      return fetchFailed(state, event, commands)
    case 'tick':
      return
  }
}

function submit(state: SchedulerState, job: ScheduledJob, commands: SchedulerCommand[]): void {
  const stages = new Map(job.stages.map((spec) => [spec.id, newStage(spec)]))
  const entry: JobState = {
    id: job.id,
    stages,
    last: job.stages.at(-1)?.id ?? 0,
    pool: job.pool ?? 'default',
  }
  state.jobs.set(job.id, entry)
  if (isDone(stages.get(entry.last))) finish(state, entry, commands)
}

function newStage(spec: ScheduledStage): StageState {
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

function taskFinished(
  state: SchedulerState,
  task: TaskKey,
  slot: number,
  commands: SchedulerCommand[],
): void {
  const stage = release(state, task, slot)
  const job = state.jobs.get(task.job)
  if (!stage || !job) return
  stage.done.add(task.partition)
  if (!isDone(stage)) return
  commands.push({ kind: 'stageFinished', job: task.job, stage: task.stage })
  if (task.stage === job.last) finish(state, job, commands)
}

function taskFailed(state: SchedulerState, task: TaskKey, slot: number, commands: SchedulerCommand[]): void {
  const stage = release(state, task, slot)
  if (!stage) return
  if (count(stage.failures, task.partition) >= state.options.maxFailures)
    fail(state, task, 'failed', commands)
  else stage.pending.push({ partition: task.partition })
}

function slotLost(state: SchedulerState, slot: number, commands: SchedulerCommand[]): void {
  const task = state.slots.get(slot)
  state.slots.delete(slot)
  state.free.delete(slot)
  const stage = task && current(state, task)
  if (!stage) return
  stage.running.delete(task.partition)
  if (count(stage.losses, task.partition) >= state.options.maxLosses) fail(state, task, 'lost', commands)
  else stage.pending.push({ partition: task.partition })
}

function fetchFailed(
  state: SchedulerState,
  { task, slot, from, missing }: Extract<SchedulerEvent, { kind: 'fetchFailed' }>,
  commands: SchedulerCommand[],
): void {
  const stage = release(state, task, slot)
  const parent = state.jobs.get(task.job)?.stages.get(from)
  if (!stage) return
  // While a parent is computed again, others that miss its outputs report a loss that has been counted.
  if (isDone(parent)) stage.fetchFailures++
  if (!parent || stage.fetchFailures >= state.options.maxFetchFailures) {
    return fail(state, task, 'fetch', commands)
  }
  stage.pending.push({ partition: task.partition })
  for (const partition of missing) {
    if (parent.done.delete(partition)) parent.pending.push({ partition })
  }
}

/** Frees the slot of an attempt. Gives the stage when the attempt is the one that counts, `undefined` for a late message. */
function release(state: SchedulerState, task: TaskKey, slot: number): StageState | undefined {
  const held = state.slots.get(slot)
  if (held && sameTask(held, task)) {
    state.slots.set(slot, undefined)
    state.free.add(slot)
  }
  const stage = current(state, task)
  stage?.running.delete(task.partition)
  return stage
}

function current(state: SchedulerState, task: TaskKey): StageState | undefined {
  const stage = state.jobs.get(task.job)?.stages.get(task.stage)
  return stage?.running.get(task.partition)?.attempt === task.attempt ? stage : undefined
}

function finish(state: SchedulerState, job: JobState, commands: SchedulerCommand[]): void {
  end(state, job, commands)
  commands.push({ kind: 'jobFinished', job: job.id })
}

function fail(state: SchedulerState, task: TaskKey, why: FailureKind, commands: SchedulerCommand[]): void {
  const job = state.jobs.get(task.job)
  if (job) end(state, job, commands)
  commands.push({ kind: 'jobFailed', job: task.job, task, why })
}

/** Forgets a job and kills what still runs for it. */
function end(state: SchedulerState, job: JobState, commands: SchedulerCommand[]): void {
  state.jobs.delete(job.id)
  for (const stage of job.stages.values()) {
    for (const [partition, { attempt, slot }] of stage.running) {
      commands.push({ kind: 'kill', task: { job: job.id, stage: stage.spec.id, partition, attempt }, slot })
    }
  }
}

function isDone(stage: StageState | undefined): boolean {
  return stage !== undefined && stage.done.size === stage.spec.partitions.length
}

function count(counts: Map<number, number>, key: number): number {
  const next = (counts.get(key) ?? 0) + 1
  counts.set(key, next)
  return next
}

function sameTask(a: TaskKey, b: TaskKey): boolean {
  return a.job === b.job && a.stage === b.stage && a.partition === b.partition && a.attempt === b.attempt
}
