import type { RecordOperator } from './step.ts'

/** `[key, value]` in, one `[key, y]` out for every element of the task's iterable. */
export const flatMapValues: RecordOperator = {
  kind: 'record',
  emit(code, x, next) {
    const y = code.fresh()
    return `pair(${x})
for (const ${y} of ${code.task(0)}(${x}[1])) {
${code.let(`[${x}[0], ${y}]`, next)}
}`
  },
}
