import type { RecordOperator } from './step.ts'

/** Keeps the pairs whose keys lie between two others, both included. */
export const filterRange: RecordOperator = {
  kind: 'record',
  emit: (code, x, next) => `pair(${x})
if (isWithin(${x}[0], ${code.param('lower')}, ${code.param('upper')})) {
${next(x)}
}`,
}
