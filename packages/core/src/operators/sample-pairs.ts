import type { Terminal } from './step.ts'

/** Each pair none, one or more times, by the fraction of its key. */
export const samplePairs: Terminal = {
  kind: 'terminal',
  locals: (code) => ({
    sampler: `new KeySampler(${code.param('sampling')}, index + ${code.param('offset')})`,
    rows: '[]',
  }),
  record: (_code, x) => `pair(${x})
for (let n = sampler.copies(${x}[0]); n > 0; n--) rows.push(${x})`,
  result: () => 'rows',
}

/** `[key, values]` in, exactly as many `[key, value]` out as the fraction of the key says. */
export const drawValues: Terminal = {
  kind: 'terminal',
  locals: (code) => ({ sampler: `new KeySampler(${code.param('sampling')}, 0)`, rows: '[]' }),
  record: (_code, x) => `for (const value of sampler.draw(${x}[0], ${x}[1])) rows.push([${x}[0], value])`,
  result: () => 'rows',
}
