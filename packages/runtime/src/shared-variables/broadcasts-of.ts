import type { Stage, TaskRef } from '@atomic-ts/core/internal'
import { tasksOf } from '../driver/programs-of.ts'
import { destroyedError, type Broadcast } from './broadcast.ts'

// Beside the references, not in them: these travel, and the broadcasts must live as long as what needs them.
const byTask = new WeakMap<TaskRef, readonly Broadcast<unknown>[]>()

/** Notes the broadcasts that a task captured. */
export function noteBroadcasts(task: TaskRef, broadcasts: readonly Broadcast<unknown>[]): void {
  if (broadcasts.length > 0) byTask.set(task, broadcasts)
}

/** The broadcasts that a stage's tasks captured. */
export function broadcastsOf(stage: Pick<Stage, 'pipelines' | 'sink'>): readonly Broadcast<unknown>[] {
  return tasksOf(stage).flatMap((task) => byTask.get(task) ?? [])
}

/**
 * Refuses a stage that needs what is gone.
 * @param at where the user called the action
 */
export function checkBroadcasts(stage: Pick<Stage, 'pipelines' | 'sink'>, at: string): void {
  for (const each of broadcastsOf(stage)) if (each.source?.isDestroyed) throw destroyedError(each, at)
}
