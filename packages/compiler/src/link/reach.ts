import type { Edge, Linked } from './linked.ts'
import type { Linker } from './linker.ts'

/** Everything that pieces of code reach, and for each thing the edge by which it was first reached. */
export type Reach = ReadonlyMap<Linked, Step>

/** One step of a path from a task to what it reaches. */
export interface Step extends Edge {
  /** The step before; `undefined` at the task itself. */
  readonly from: Step | undefined
}

/** Follows edges from where a task begins to all that it needs, breadth first. */
export function reach(uses: readonly Edge[], linker: Linker): Reach {
  const found = new Map<Linked, Step>()
  const queue: Step[] = uses.map((edge) => ({ ...edge, from: undefined }))
  for (const step of queue) {
    if (found.has(step.to)) continue
    found.set(step.to, step)
    for (const edge of linker.edges(step.to)) queue.push({ ...edge, from: step })
  }
  return found
}
