import { ts } from 'ts-morph'
import type { Step } from './reach.ts'

/** The steps after the first one, for an error to show. */
export function pathOf(step: Step): readonly { readonly at: ts.Node; readonly message: string }[] {
  if (!step.from) return []
  const isImport = ts.isSourceFile(step.at)
  const name = step.to.kind === 'whole' ? step.to.specifier : step.to.name
  return [...pathOf(step.from), ...(isImport ? [] : [{ at: step.at, message: `\`${name}\` is used here` }])]
}

/** The step at the task itself. */
export function firstStep(step: Step): Step {
  return step.from ? firstStep(step.from) : step
}
