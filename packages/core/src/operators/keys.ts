import type { RecordOperator } from './step.ts'

/** `[key, value]` in, the key out. */
export const keys: RecordOperator = {
  kind: 'record',
  emit: (code, x, next) => `pair(${x})\n${code.let(`${x}[0]`, next)}`,
}
