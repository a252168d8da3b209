import { ts } from 'ts-morph'
import type { Task } from '../discover/task.ts'
import type { Step } from './reach.ts'

/** How a task comes to use something, for an error to show. */
export interface Path {
  /** The first place in the task's own code. */
  readonly at: ts.Node
  /** The places after it, down to the use itself. */
  readonly related: readonly { readonly at: ts.Node; readonly message: string }[]
}

/** The places in the source that lead from a task to what it uses. */
export function pathOf(step: Step, task: Task): Path {
  // Imports and exports only pass on.
  const steps = stepsTo(step).filter(({ at }) => !ts.isSourceFile(at))
  // A function that is a task by its name begins with its own code.
  const [first = step, ...rest] = task.body.kind === 'name' && steps.length > 1 ? steps.slice(1) : steps
  return {
    at: first.at,
    related: rest.map(({ at, to }) => ({ at, message: `\`${nameOf(to)}\` is used here` })),
  }
}

function stepsTo(step: Step): readonly Step[] {
  return step.from ? [...stepsTo(step.from), step] : [step]
}

function nameOf(linked: Step['to']): string {
  return linked.kind === 'whole' ? linked.specifier : linked.name
}
