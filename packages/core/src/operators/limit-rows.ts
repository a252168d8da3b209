import type { RecordOperator } from './step.ts'

/** The first records of a partition; it is read no further than that. */
export const limitRows: RecordOperator = {
  kind: 'record',
  emit(code, x, next) {
    const left = code.state('left', code.param('n'))
    return `if (${left} === 0) {
${code.stop}
}
${left}--
${next(x)}
if (${left} === 0) {
${code.stop}
}`
  },
}
