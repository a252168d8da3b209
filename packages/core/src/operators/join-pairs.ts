import type { RecordOperator } from './step.ts'

/** `[key, [lefts, rights]]` in, one `[key, [left, right]]` out for each combination. */
export const joinPairs: RecordOperator = {
  kind: 'record',
  emit(code, x, next) {
    const left = code.fresh()
    const right = code.fresh()
    return `for (const ${left} of ${x}[1][0]) {
for (const ${right} of ${x}[1][1]) {
${code.let(`[${x}[0], [${left}, ${right}]]`, next)}
}
}`
  },
}
