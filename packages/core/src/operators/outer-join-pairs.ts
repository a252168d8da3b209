import type { RecordOperator } from './step.ts'

/**
 * `[key, [lefts, rights]]` in, one `[key, [left, right]]` out for each combination; a side that has none and may be
 * missing gives one `undefined`.
 */
export const outerJoinPairs: RecordOperator = {
  kind: 'record',
  emit(code, x, next) {
    const left = code.fresh()
    const right = code.fresh()
    return `for (const ${left} of ${side(`${x}[1][0]`, code.params['left'])}) {
for (const ${right} of ${side(`${x}[1][1]`, code.params['right'])}) {
${code.let(`[${x}[0], [${left}, ${right}]]`, next)}
}
}`
  },
}

function side(values: string, mayBeMissing: unknown): string {
  return mayBeMissing === true ? `(${values}.length > 0 ? ${values} : [undefined])` : values
}
