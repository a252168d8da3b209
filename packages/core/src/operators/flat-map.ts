import type { RecordOperator } from './step.ts'

/** One record in, every element of the task's iterable out. */
export const flatMap: RecordOperator = {
  kind: 'record',
  emit(code, x, next) {
    const y = code.fresh()
    return `for (const ${y} of ${code.task(0)}(${x})) {\n${next(y)}\n}`
  },
}
