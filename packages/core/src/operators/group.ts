import type { Terminal } from './step.ts'

/** One pair a key: all its values, in the order of arrival. */
export const group: Terminal = {
  kind: 'terminal',
  locals: () => ({ table: 'new KeyMap()', primitive: 'table.primitive' }),
  record: (_code, x) => `pair(${x})
const key = ${x}[0]
const cell = typeof key === 'string' ? primitive.get(key) : table.find(key)
if (cell === undefined) table.set(key, [${x}[1]])
else cell.value.push(${x}[1])`,
  result: () => 'table.pairs()',
}
