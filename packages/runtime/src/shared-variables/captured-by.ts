import type { TaskRef } from '@atomic-ts/core/internal'
import type { Traveller } from '../codec/handle.ts'
import { CustomAccumulator } from './accumulator.ts'
import { Broadcast } from './broadcast.ts'

// Beside the references, not in them: these travel, and the variables must live as long as what needs them.
const byTask = new WeakMap<TaskRef, readonly Traveller[]>()

/** Notes the shared variables that a task captured. */
export function noteCaptured(task: TaskRef, travellers: readonly Traveller[]): void {
  if (travellers.length > 0) byTask.set(task, travellers)
}

/** The broadcasts that a task captured. */
export function broadcastsIn(task: TaskRef): readonly Broadcast<unknown>[] {
  return byTask.get(task)?.filter((each) => each instanceof Broadcast) ?? []
}

/** The merge functions of the accumulators that a task captured: tasks as well, which may be of another program. */
export function mergesIn(task: TaskRef): readonly TaskRef[] {
  const accumulators = byTask.get(task)?.filter((each) => each instanceof CustomAccumulator) ?? []
  return accumulators.flatMap(({ mergeTask }) => [mergeTask, ...mergesIn(mergeTask)])
}
