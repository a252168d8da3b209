import { fail } from './end.ts'
import { invalidate } from './invalidate.ts'
import type { SchedulerCommand } from './scheduler-command.ts'
import type { FetchFailed } from './scheduler-event.ts'
import type { SchedulerState, StageState } from './scheduler-state.ts'
import { again, isDone } from './stage-state.ts'
import { release } from './use-workers.ts'

/** An attempt did not get map outputs: those that it could have had are computed again, and then the attempt is. */
export function fetchFailed(
  state: SchedulerState,
  event: FetchFailed,
  now: number,
  commands: SchedulerCommand[],
): void {
  const { task, shuffle } = event
  const found = release(state, { ...event, now }, commands)
  if (!found) return
  const { job, stage, attempt } = found
  const writer = [...job.stages.values()].find(({ spec }) => spec.shuffle === shuffle)
  const missing = writer ? missed(writer, event) : []
  // What came after the launch of the attempt was not there for it: its next attempt finds it.
  const isStale = missing.some((partition) => (writer?.outputs.get(partition)?.epoch ?? 0) > attempt.epoch)
  // While a stage is computed again, others that miss its outputs report a loss that has been counted.
  if (!writer || (isDone(writer) && !isStale)) stage.fetchFailures++
  if (!writer || stage.fetchFailures >= state.options.maxFetchFailures) {
    return fail(state, { task, why: 'fetch', times: stage.fetchFailures }, commands)
  }
  again(found, task.partition, commands)
  const lost = missing.filter(
    (partition) => (writer.outputs.get(partition)?.epoch ?? Infinity) <= attempt.epoch,
  )
  invalidate(state, shuffle, lost, commands)
}

/** The map partitions that are missing; all that a worker kept when it is all that is known. */
function missed({ outputs }: StageState, { missing, worker }: FetchFailed): readonly number[] {
  if (missing.length > 0 || worker === undefined) return missing
  return [...outputs].flatMap(([partition, { keeper }]) => (keeper === worker ? [partition] : []))
}
