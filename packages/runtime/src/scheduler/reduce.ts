import { allocate } from './allocate.ts'
import { complete } from './complete.ts'
import { drain } from './decommission.ts'
import { end, fail } from './end.ts'
import { noteFailure, noteSuccess, readmitAll, untilReadmitted } from './exclude.ts'
import { fetchFailed } from './fetch-failed.ts'
import { move } from './invalidate.ts'
import { launchAll } from './launch.ts'
import { budgetOf, count, slotLost, workerLost } from './lose.ts'
import type { SchedulerCommand } from './scheduler-command.ts'
import type { SchedulerEvent } from './scheduler-event.ts'
import type { SchedulerState } from './scheduler-state.ts'
import { sendAhead } from './send-ahead.ts'
import { speculate } from './speculate.ts'
import { again, current, drop, keep, kill } from './stage-state.ts'
import { submit } from './submit.ts'
import { addSlot, release, workerOf } from './use-workers.ts'

/**
 * The scheduler: one event in, commands out, at a time that the caller gives. It does nothing itself, so the same code
 * runs a cluster and a simulation. The state is changed in place: it has one owner, and ten thousand tasks cost no copies.
 */
export function reduce(state: SchedulerState, event: SchedulerEvent, now: number): SchedulerCommand[] {
  const commands: SchedulerCommand[] = []
  apply(state, event, now, commands)
  // What is only noted changes nothing now.
  if (event.kind === 'stageLocated' || event.kind === 'workerCaches') return commands
  readmitAll(state, now)
  const waits = [
    launchAll(state, now, commands),
    speculate(state, now, commands),
    sendAhead(state, event, now, commands),
    allocate(state, now, commands),
    untilReadmitted(state, now),
  ]
  // Whole milliseconds, as timers count: else the same moment could come again and again.
  const after = Math.ceil(Math.min(...waits))
  if (after < Infinity) commands.push({ kind: 'wake', after })
  return commands
}

function apply(
  state: SchedulerState,
  event: SchedulerEvent,
  now: number,
  commands: SchedulerCommand[],
): void {
  switch (event.kind) {
    case 'slotAdded':
      return addSlot(state, event.slot, event.worker, now)
    case 'slotLost':
      return slotLost(state, event.slot, now, commands)
    case 'workerLost':
      return workerLost(state, event.worker, commands)
    case 'workerDraining':
      return drain(state, event.worker, commands)
    case 'outputsMoved':
      return move(state, event.moved, commands)
    case 'workerCaches': {
      const worker = state.workers.get(event.worker)
      if (worker) worker.isCaching = event.isCaching
      return
    }
    case 'jobSubmitted':
      return submit(state, event.job, commands)
    case 'jobCancelled': {
      const job = state.jobs.get(event.job)
      if (job) end(state, job, commands)
      return
    }
    case 'stageLocated': {
      const stage = state.jobs.get(event.job)?.stages.get(event.stage)
      if (stage) stage.near = event.near
      return
    }
    case 'taskFinished':
      return taskFinished(state, event, now, commands)
    case 'taskFailed':
      return taskFailed(state, event, now, commands)
    case 'taskKilled': {
      // Whoever killed an attempt that still counts did not mean its partition.
      const found = release(state, { ...event, now }, commands)
      if (found) again(found, event.task.partition, commands)
      return
    }
    case 'taskUnwanted':
      return unwanted(state, event, commands)
    case 'fetchFailed':
      return fetchFailed(state, event, now, commands)
    case 'tick':
      return
  }
}

function taskFinished(
  state: SchedulerState,
  { task, slot, keeper = 'driver' }: Extract<SchedulerEvent, { kind: 'taskFinished' }>,
  now: number,
  commands: SchedulerCommand[],
): void {
  const found = release(state, { task, slot, now }, commands)
  if (!found) return
  const { job, stage, attempt } = found
  const worker = workerOf(state, slot)
  if (worker) noteSuccess(worker)
  kill(job, stage, 'another copy of it has finished', commands, task.partition)
  const { speculation, lines } = state.options
  if ((speculation ?? lines) && attempt.since < Infinity) noteDuration(stage.durations, now - attempt.since)
  keep(state, stage, task.partition, stage.spec.shuffle === undefined ? 'driver' : keeper)
  complete(state, job, stage, commands)
}

function taskFailed(
  state: SchedulerState,
  { task, slot }: Extract<SchedulerEvent, { kind: 'taskFailed' }>,
  now: number,
  commands: SchedulerCommand[],
): void {
  const found = release(state, { task, slot, now }, commands)
  if (!found) return
  const worker = workerOf(state, slot)
  if (worker) noteFailure(state, worker, task.job, now)
  const times = count(found.stage.failures, budgetOf(found.stage, task))
  if (times >= state.options.maxFailures) fail(state, { task, why: 'failed', times }, commands)
  else again(found, task.partition, commands, worker?.id)
}

function unwanted(
  state: SchedulerState,
  { task, reason }: Extract<SchedulerEvent, { kind: 'taskUnwanted' }>,
  commands: SchedulerCommand[],
): void {
  const found = current(state, task)
  if (!found) return
  // The slot is free when the attempt has stopped.
  drop(found.stage, task.partition, found.attempt)
  commands.push({ kind: 'kill', task, slot: found.attempt.slot, reason })
  again(found, task.partition, commands)
}

// So many durations tell what is usual as well as more of them would.
const mostDurations = 1000

/** Keeps durations in order; when there are many, every second one of them stays. */
function noteDuration(durations: number[], duration: number): void {
  if (durations.length >= mostDurations) {
    const some = durations.filter((_, i) => i % 2 === 1)
    durations.splice(0, Infinity, ...some)
  }
  let [low, high] = [0, durations.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((durations[middle] ?? 0) < duration) low = middle + 1
    else high = middle
  }
  durations.splice(low, 0, duration)
}
