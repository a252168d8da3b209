import { mergeByKey } from './merge-by-key.ts'
import type { Terminal } from './step.ts'

/** One pair a key: its values folded by the task into a copy of the zero of its own. Runs before a shuffle; `combine` after it. */
export const foldValues: Terminal = mergeByKey({
  locals: (code) => ({ zero: `copy(${code.param('zero')})` }),
  first: (code, value) => ({
    before: `const fresh = isPrimitiveKey(zero) ? zero : copy(${code.param('zero')})`,
    value: `${code.task(0)}(fresh, ${value})`,
  }),
  merge: (code, merged, value) => `${code.task(0)}(${merged}, ${value})`,
})
