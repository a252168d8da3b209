import type { RecordOperator } from './step.ts'

/** `[key, [lefts, rights]]` in, one `[key, left]` out for each left of a key without rights. */
export const subtractPairs: RecordOperator = {
  kind: 'record',
  emit(code, x, next) {
    const left = code.fresh()
    return `if (${x}[1][1].length === 0) {
for (const ${left} of ${x}[1][0]) {
${code.let(`[${x}[0], ${left}]`, next)}
}
}`
  },
}
