import type { Code } from './code.ts'
import type { RecordOperator } from './step.ts'

/** Draws a number in [0, 1) for each record, and keeps the record when it lies between two bounds. */
export const keepSome: RecordOperator = {
  kind: 'record',
  emit(code, x, next) {
    const drawn = code.fresh()
    return `const ${drawn} = ${randomOf(code)}()
if (${drawn} >= ${code.param('from')} && ${drawn} < ${code.param('to')}) {
${next(x)}
}`
  },
}

/** Each record as often as a draw from a Poisson distribution says. */
export const keepOften: RecordOperator = {
  kind: 'record',
  emit(code, x, next) {
    const left = code.fresh()
    return `for (let ${left} = poisson(${code.param('mean')}, ${randomOf(code)}); ${left} > 0; ${left}--) {
${next(x)}
}`
  },
}

/** A generator of the partition's own, the same in each attempt. */
function randomOf(code: Code): string {
  const partition = `${code.param('offset')} + index`
  return code.state('random', `seeded(${code.param('seed')} ^ Math.imul(${partition} + 1, 0x9e3779b1))`)
}
