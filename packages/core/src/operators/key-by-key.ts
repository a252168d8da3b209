import type { RecordOperator } from './step.ts'

/** `[key, value]` in, `[task(key), [key, value]]` out. */
export const keyByKey: RecordOperator = {
  kind: 'record',
  emit: (code, x, next) => `pair(${x})\n${code.let(`[${code.task(0)}(${x}[0]), ${x}]`, next)}`,
}
