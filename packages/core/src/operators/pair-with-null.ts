import type { RecordOperator } from './step.ts'

/** A record in, `[record, null]` out: the record as its own key. */
export const pairWithNull: RecordOperator = {
  kind: 'record',
  emit: (code, x, next) => code.let(`[${x}, null]`, next),
}
