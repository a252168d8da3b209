import type { RecordOperator } from './step.ts'

/** `[key, value]` in, `[key, task(value)]` out. */
export const mapValues: RecordOperator = {
  kind: 'record',
  emit: (code, x, next) => `pair(${x})\n${code.let(`[${x}[0], ${code.task(0)}(${x}[1])]`, next)}`,
}
