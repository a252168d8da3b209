import { mergeByKey } from './merge-by-key.ts'
import type { Terminal } from './step.ts'

/**
 * One pair a key: task 0 makes a combiner of the first value, task 1 merges the others into it. Runs before a shuffle;
 * `combine` after it.
 */
export const createCombiners: Terminal = mergeByKey({
  first: (code, value) => ({ value: `${code.task(0)}(${value})` }),
  merge: (code, merged, value) => `${code.task(1)}(${merged}, ${value})`,
})
