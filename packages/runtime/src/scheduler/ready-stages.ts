import type { JobState, StageState } from './scheduler-state.ts'
import { isDone } from './stage-state.ts'

/**
 * The stages of a job that can run: those that the action needs, whose parents are done. What an earlier job has left is
 * not computed again, nor are the parents of what is done, even where their outputs are lost.
 */
export function readyStages({ stages, last }: Pick<JobState, 'stages' | 'last'>): readonly StageState[] {
  const needed = new Set<number>([last])
  const ready: StageState[] = []
  // Parents have lower ids than their children, so every child of a stage was looked at before it.
  for (const stage of [...stages.values()].toReversed()) {
    if (!needed.has(stage.spec.id) || isDone(stage)) continue
    const missing = stage.spec.parents.filter((id) => !isComplete(stages.get(id)))
    for (const id of missing) needed.add(id)
    if (missing.length === 0) ready.push(stage)
  }
  return ready.toReversed()
}

function isComplete(stage: StageState | undefined): boolean {
  return stage !== undefined && isDone(stage)
}
