import { mergeByKey } from './merge-by-key.ts'
import type { Terminal } from './step.ts'

/** One pair a key: its values merged by the task. Runs before a shuffle (map-side combine) and again after it. */
export const combine: Terminal = mergeByKey({
  first: (_code, value) => ({ value }),
  merge: (code, merged, value) => `${code.task(0)}(${merged}, ${value})`,
})
