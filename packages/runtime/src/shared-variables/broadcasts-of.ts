import type { Stage } from '@atomic-ts/core/internal'
import { tasksOf } from '../driver/programs-of.ts'
import { destroyedError, type Broadcast } from './broadcast.ts'
import { broadcastsIn } from './captured-by.ts'

/** The broadcasts that a stage's tasks captured. */
export function broadcastsOf(stage: Pick<Stage, 'pipelines' | 'sink'>): readonly Broadcast<unknown>[] {
  return tasksOf(stage).flatMap(broadcastsIn)
}

/**
 * Refuses a stage that needs what is gone.
 * @param at where the user called the action
 */
export function checkBroadcasts(stage: Pick<Stage, 'pipelines' | 'sink'>, at: string): void {
  for (const each of broadcastsOf(stage)) if (each.source?.isDestroyed) throw destroyedError(each, at)
}
