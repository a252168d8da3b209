import type { RecordOperator } from './step.ts'

/** Keeps the records for which the task is truthy. */
export const filter: RecordOperator = {
  kind: 'record',
  emit: (code, x, next) => `if (${code.task(0)}(${x})) {\n${next(x)}\n}`,
}
