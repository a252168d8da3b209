import type { Terminal } from './step.ts'

/** Holds a whole partition. What `persist` keeps is pulled out of the loop piece by piece instead. */
export const persist: Terminal = {
  kind: 'terminal',
  locals: () => ({ rows: '[]' }),
  record: (_code, x) => `rows.push(${x})`,
  result: () => 'rows',
}
