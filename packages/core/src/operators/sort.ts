import type { Terminal } from './step.ts'

/** Pairs in the order of their keys; equal keys keep their order. */
export const sort: Terminal = {
  kind: 'terminal',
  locals: () => ({ rows: '[]' }),
  record: (_code, x) => `pair(${x})\nrows.push(${x})`,
  result: (code) => `(sortPairs(rows, ${code.param('ascending')}), rows)`,
}
