import type { RecordOperator } from './step.ts'

/** `[key, value]` in, the value out. */
export const values: RecordOperator = {
  kind: 'record',
  emit: (code, x, next) => `pair(${x})\n${code.let(`${x}[1]`, next)}`,
}
