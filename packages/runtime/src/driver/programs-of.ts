import {
  registeredPrograms,
  type Pipeline,
  type Program,
  type Stage,
  type Step,
} from '@atomic-ts/core/internal'

/** The built programs whose tasks a stage runs. A process may have several, and one that fails must not harm the others. */
export function programsOf({ pipelines, sink }: Pick<Stage, 'pipelines' | 'sink'>): readonly Program[] {
  const ids = new Set([...pipelines.flatMap(tasksOf), ...(sink.tasks ?? [])].map(({ id }) => id))
  return registeredPrograms().filter(({ manifest }) => manifest.tasks.some(({ id }) => ids.has(id)))
}

function tasksOf({ source, steps }: Pipeline): NonNullable<Step['tasks']> {
  const inputs = source.kind === 'inputs' ? source.inputs.flatMap(tasksOf) : []
  return [...inputs, ...steps.flatMap(({ tasks = [] }) => tasks)]
}
