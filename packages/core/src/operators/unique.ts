import type { Terminal } from './step.ts'

/** Each record once, compared by value. */
export const unique: Terminal = {
  kind: 'terminal',
  locals: () => ({ table: 'new KeyMap()' }),
  record: (_code, x) => `if (table.find(${x}) === undefined) table.set(${x}, null)`,
  size: () => 'table.size',
  result: () => 'table.keys()',
}
