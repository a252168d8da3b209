import { launchAll } from './launch.ts'
import type { JobFailed, SchedulerCommand } from './scheduler-command.ts'
import type { ScheduledJob, SchedulerEvent, TaskKey } from './scheduler-event.ts'
import type { JobState, SchedulerState } from './scheduler-state.ts'
import { again, current, isDone, kill, newStage } from './stage-state.ts'

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
    case 'taskKilled': {
      // Whoever killed an attempt that still counts did not mean its partition.
      const found = release(state, event.task, event.slot)
      if (found) again(found.job, found.stage, event.task.partition, commands)
      return
    }
    case 'taskUnwanted':
      return unwanted(state, event, commands)
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

function taskFinished(
  state: SchedulerState,
  task: TaskKey,
  slot: number,
  commands: SchedulerCommand[],
): void {
  const { job, stage } = release(state, task, slot) ?? {}
  if (!stage || !job) return
  stage.done.add(task.partition)
  if (!isDone(stage)) return
  commands.push({ kind: 'stageFinished', job: task.job, stage: task.stage })
  if (task.stage === job.last) finish(state, job, commands)
}

function taskFailed(state: SchedulerState, task: TaskKey, slot: number, commands: SchedulerCommand[]): void {
  const { job, stage } = release(state, task, slot) ?? {}
  if (!stage || !job) return
  const times = count(stage.failures, stage.spec.isBarrier ? whole : task.partition)
  if (times >= state.options.maxFailures) fail(state, { task, why: 'failed', times }, commands)
  else again(job, stage, task.partition, commands)
}

function slotLost(state: SchedulerState, slot: number, commands: SchedulerCommand[]): void {
  const task = state.slots.get(slot)
  state.slots.delete(slot)
  state.free.delete(slot)
  const { job, stage } = (task && current(state, task)) ?? {}
  if (!task || !job || !stage) return
  stage.running.delete(task.partition)
  const times = count(stage.losses, stage.spec.isBarrier ? whole : task.partition)
  if (times >= state.options.maxLosses) fail(state, { task, why: 'lost', times }, commands)
  else again(job, stage, task.partition, commands)
}

function unwanted(
  state: SchedulerState,
  { task, reason }: Extract<SchedulerEvent, { kind: 'taskUnwanted' }>,
  commands: SchedulerCommand[],
): void {
  const { job, stage } = current(state, task) ?? {}
  const slot = stage?.running.get(task.partition)?.slot
  if (!job || !stage || slot === undefined) return
  // The slot is free when the attempt has stopped.
  stage.running.delete(task.partition)
  commands.push({ kind: 'kill', task, slot, reason })
  again(job, stage, task.partition, commands)
}

function fetchFailed(
  state: SchedulerState,
  { task, slot, from, missing }: Extract<SchedulerEvent, { kind: 'fetchFailed' }>,
  commands: SchedulerCommand[],
): void {
  const { job, stage } = release(state, task, slot) ?? {}
  const parent = job?.stages.get(from)
  if (!stage || !job) return
  // While a parent is computed again, others that miss its outputs report a loss that has been counted.
  const isNews = isDone(parent)
  if (isNews) stage.fetchFailures++
  if (!parent || stage.fetchFailures >= state.options.maxFetchFailures) {
    return fail(state, { task, why: 'fetch', times: stage.fetchFailures }, commands)
  }
  again(job, stage, task.partition, commands)
  const lost = missing.filter((partition) => parent.done.has(partition))
  // A barrier stage that is computed again is computed as a whole: what is missing is among that.
  const [first] = parent.spec.isBarrier && !isNews ? [] : lost
  if (first === undefined) return
  for (const partition of lost) parent.done.delete(partition)
  if (parent.spec.isBarrier) return again(job, parent, first, commands)
  for (const partition of lost) parent.pending.push({ partition })
}

/** Frees the slot of an attempt. Gives its stage when the attempt is the one that counts, `undefined` for a late message. */
function release(state: SchedulerState, task: TaskKey, slot: number): ReturnType<typeof current> {
  const held = state.slots.get(slot)
  if (held && sameTask(held, task)) {
    state.slots.set(slot, undefined)
    state.free.add(slot)
  }
  const found = current(state, task)
  found?.stage.running.delete(task.partition)
  return found
}

function finish(state: SchedulerState, job: JobState, commands: SchedulerCommand[]): void {
  end(state, job, commands)
  commands.push({ kind: 'jobFinished', job: job.id })
}

function fail(
  state: SchedulerState,
  failure: Omit<JobFailed, 'kind' | 'job'>,
  commands: SchedulerCommand[],
): void {
  const id = failure.task.job
  const job = state.jobs.get(id)
  if (job) end(state, job, commands)
  commands.push({ kind: 'jobFailed', job: id, ...failure })
}

/** Forgets a job and kills what still runs for it. */
function end(state: SchedulerState, job: JobState, commands: SchedulerCommand[]): void {
  state.jobs.delete(job.id)
  for (const stage of job.stages.values()) kill(job, stage, 'its job is over', commands)
}

// The failures of a barrier stage are counted for all of its tasks together.
const whole = -1

function count(counts: Map<number, number>, key: number): number {
  const next = (counts.get(key) ?? 0) + 1
  counts.set(key, next)
  return next
}

function sameTask(a: TaskKey, b: TaskKey): boolean {
  return a.job === b.job && a.stage === b.stage && a.partition === b.partition && a.attempt === b.attempt
}
