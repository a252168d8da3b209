import type { Step } from './step.ts'

/** A step that may give what it has whenever it has no more room, and go on: what follows puts it together. */
export function partial(step: Step): Step {
  return { ...step, params: { ...step.params, isPartial: true } }
}
