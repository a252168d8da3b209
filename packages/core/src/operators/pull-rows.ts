import type { Terminal } from './step.ts'

/**
 * The records since it was asked last: for what takes them piece by piece. When a chunk becomes many, they are given on
 * before its end, if `overflow` finds that they are enough: it is asked at 16 records, then at four times as many, and so on.
 */
export const pullRows: Terminal = {
  kind: 'terminal',
  locals: () => ({ rows: '[]', look: '16' }),
  record: (_code, x) => `if (rows.push(${x}) === look) {
if (env.overflow?.(rows)) {
rows = []
look = 16
} else look *= 4
}`,
  result: () => '((state.rows = []), (state.look = 16), rows)',
}
