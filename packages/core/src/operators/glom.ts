import type { Terminal } from './step.ts'

/** One record: an array of all records. */
export const glom: Terminal = {
  kind: 'terminal',
  locals: () => ({ rows: '[]' }),
  record: (_code, x) => `rows.push(${x})`,
  result: () => '[rows]',
}
