import type { RecordOperator } from './step.ts'

/** One record in, one out. */
export const map: RecordOperator = {
  kind: 'record',
  emit: (code, x, next) => code.let(`${code.task(0)}(${x})`, next),
}
