import type { RecordOperator } from './step.ts'

/** `[key, [lefts, rights]]` in, the key out when it has values on both sides. */
export const commonKeys: RecordOperator = {
  kind: 'record',
  emit: (code, x, next) => `if (${x}[1][0].length > 0 && ${x}[1][1].length > 0) {
${code.let(`${x}[0]`, next)}
}`,
}
