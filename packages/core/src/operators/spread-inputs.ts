import type { RecordOperator } from './step.ts'

/** An array with the records of each input in; every element of the iterable that the task makes of them out. */
export const spreadInputs: RecordOperator = {
  kind: 'record',
  emit(code, x, next) {
    const y = code.fresh()
    return `for (const ${y} of iterable(${code.task(0)}(...${x}), 'zipPartitions')) {\n${next(y)}\n}`
  },
}
