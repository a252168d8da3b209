import type { Terminal } from './step.ts'

/** One pair a key: its values merged by the task. Runs before a shuffle (map-side combine) and again after it. */
export const combine: Terminal = {
  kind: 'terminal',
  locals: () => ({ table: 'new KeyMap()', primitive: 'table.primitive' }),
  record: (code, x) => `pair(${x})
const key = ${x}[0]
const cell = typeof key === 'string' ? primitive.get(key) : table.find(key)
if (cell === undefined) table.set(key, ${x}[1])
else cell.value = ${code.task(0)}(cell.value, ${x}[1])`,
  result: () => 'table.pairs()',
}
