import type { RecordOperator } from './step.ts'

/** Each pair none, one or more times, by the fraction of its key. */
export const samplePairs: RecordOperator = {
  kind: 'record',
  emit(code, x, next) {
    const partition = `index + ${code.param('offset')}`
    const sampler = code.state('sampler', `new KeySampler(${code.param('sampling')}, ${partition})`)
    const left = code.fresh()
    return `pair(${x})
for (let ${left} = ${sampler}.copies(${x}[0]); ${left} > 0; ${left}--) {
${next(x)}
}`
  },
}

/** `[key, values]` in, exactly as many `[key, value]` out as the fraction of the key says. */
export const drawValues: RecordOperator = {
  kind: 'record',
  emit(code, x, next) {
    const sampler = code.state('sampler', `new KeySampler(${code.param('sampling')}, 0)`)
    const value = code.fresh()
    return `for (const ${value} of ${sampler}.draw(${x}[0], ${x}[1])) {
${code.let(`[${x}[0], ${value}]`, next)}
}`
  },
}
