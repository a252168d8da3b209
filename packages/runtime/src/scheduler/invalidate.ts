import { readyStages } from './ready-stages.ts'
import type { SchedulerCommand } from './scheduler-command.ts'
import type { MovedOutputs } from './scheduler-event.ts'
import type { SchedulerState, StageState } from './scheduler-state.ts'
import { restart } from './stage-state.ts'

/** Map outputs are gone: their partitions are computed again, when somebody needs them. */
export function invalidate(
  state: SchedulerState,
  shuffle: string,
  partitions: readonly number[],
  commands: SchedulerCommand[],
): void {
  const { outputs, writers } = state.shuffles.get(shuffle) ?? {}
  if (!outputs || !writers || partitions.length === 0) return
  const isBarrier = [...writers].some(({ stage }) => stage.spec.isBarrier)
  // A barrier stage is computed as a whole, so nothing of it is of use.
  const lost = isBarrier ? [...outputs.keys()] : partitions
  for (const partition of lost) outputs.delete(partition)
  commands.push({ kind: 'outputsLost', shuffle, partitions: lost })
  for (const { job, stage } of writers) {
    stage.finished = false
    if (!isBarrier) queue(stage, lost)
    else if (stage.running.size + stage.held.size === 0) queue(stage, stage.spec.partitions)
    job.ready = readyStages(job)
  }
}

/** Everything that a worker kept is gone. */
export function invalidateWorker(state: SchedulerState, worker: number, commands: SchedulerCommand[]): void {
  for (const [shuffle, { outputs }] of state.shuffles) {
    const lost = [...outputs].flatMap(([partition, { keeper }]) => (keeper === worker ? [partition] : []))
    invalidate(state, shuffle, lost, commands)
    for (const { stage, job } of state.shuffles.get(shuffle)?.writers ?? []) {
      const isHeldThere = [...stage.held.values()].some(({ keeper }) => keeper === worker)
      if (isHeldThere) restart(job, stage, 'its barrier stage begins again', commands)
    }
  }
}

/** Map outputs have another keeper. One that was lost in the meantime took them with it. */
export function move(
  state: SchedulerState,
  { shuffle, partitions, from, to }: MovedOutputs,
  commands: SchedulerCommand[],
): void {
  const outputs = state.shuffles.get(shuffle)?.outputs
  if (!outputs) return
  const moved = partitions.filter((partition) => outputs.get(partition)?.keeper === from)
  if (!state.workers.has(to)) return invalidate(state, shuffle, moved, commands)
  for (const partition of moved) outputs.set(partition, { keeper: to, epoch: ++state.epoch })
}

/** Queues what is neither under way nor queued already. */
function queue({ pending, running }: StageState, partitions: readonly number[]): void {
  const queued = pending.partitions()
  for (const partition of partitions) {
    if (!queued.has(partition) && !running.has(partition)) pending.push({ partition })
  }
}
