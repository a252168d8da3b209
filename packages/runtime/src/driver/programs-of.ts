import {
  registeredPrograms,
  type Pipeline,
  type Program,
  type Stage,
  type Step,
} from '@atomic-ts/core/internal'
import { mergesIn } from '../shared-variables/captured-by.ts'
import type { Job } from './job.ts'

/** The built programs whose tasks a stage runs. A process may have several, and one that fails must not harm the others. */
export function programsOf({ pipelines, sink }: Pick<Stage, 'pipelines' | 'sink'>): readonly Program[] {
  const ids = new Set(tasksOf({ pipelines, sink }).map(({ id }) => id))
  return registeredPrograms().filter(({ manifest }) => manifest.tasks.some(({ id }) => ids.has(id)))
}

/** Whether a job runs tasks of a bundle. */
export function runsBundle({ stages }: Pick<Job, 'stages'>, bundle: string): boolean {
  return stages.some(({ stage }) => programsOf(stage).some((program) => program.bundle === bundle))
}

/** The tasks that a stage runs, and those that merge what they add to accumulators. */
export function tasksOf({ pipelines, sink }: Pick<Stage, 'pipelines' | 'sink'>): NonNullable<Step['tasks']> {
  const tasks = [...pipelines.flatMap(tasksOfPipeline), ...(sink.tasks ?? [])]
  return [...tasks, ...tasks.flatMap(mergesIn)]
}

function tasksOfPipeline({ source, steps }: Pipeline): NonNullable<Step['tasks']> {
  const inputs = source.kind === 'inputs' ? source.inputs.flatMap(tasksOfPipeline) : []
  return [...inputs, ...steps.flatMap(({ tasks = [] }) => tasks)]
}
