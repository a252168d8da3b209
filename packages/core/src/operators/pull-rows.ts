import type { Terminal } from './step.ts'

/** The records since it was asked last: for what takes them piece by piece. */
export const pullRows: Terminal = {
  kind: 'terminal',
  locals: () => ({ rows: '[]' }),
  record: (_code, x) => `rows.push(${x})`,
  result: () => '((state.rows = []), rows)',
}
