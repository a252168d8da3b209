import {
  registeredPrograms,
  type Pipeline,
  type Program,
  type Stage,
  type Step,
} from '@atomic-ts/core/internal'

/** The built programs whose tasks a stage runs. A process may have several, and one that fails must not harm the others. */
export function programsOf({ pipelines, sink }: Pick<Stage, 'pipelines' | 'sink'>): readonly Program[] {
  const ids = new Set(tasksOf({ pipelines, sink }).map(({ id }) => id))
  return registeredPrograms().filter(({ manifest }) => manifest.tasks.some(({ id }) => ids.has(id)))
}

/** The tasks that a stage runs. */
export function tasksOf({ pipelines, sink }: Pick<Stage, 'pipelines' | 'sink'>): NonNullable<Step['tasks']> {
  return [...pipelines.flatMap(tasksOfPipeline), ...(sink.tasks ?? [])]
}

function tasksOfPipeline({ source, steps }: Pipeline): NonNullable<Step['tasks']> {
  const inputs = source.kind === 'inputs' ? source.inputs.flatMap(tasksOfPipeline) : []
  return [...inputs, ...steps.flatMap(({ tasks = [] }) => tasks)]
}
