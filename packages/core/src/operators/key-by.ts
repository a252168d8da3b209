import type { RecordOperator } from './step.ts'

/** A record in, `[task(record), record]` out. */
export const keyBy: RecordOperator = {
  kind: 'record',
  emit: (code, x, next) => code.let(`[${code.task(0)}(${x}), ${x}]`, next),
}
