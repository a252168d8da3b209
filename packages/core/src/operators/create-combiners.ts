import type { Terminal } from './step.ts'

/**
 * One pair a key: task 0 makes a combiner of the first value, task 1 merges the others into it. Runs before a shuffle;
 * `combine` after it.
 */
export const createCombiners: Terminal = {
  kind: 'terminal',
  locals: () => ({ table: 'new KeyMap()', primitive: 'table.primitive' }),
  record: (code, x) => `pair(${x})
const key = ${x}[0]
const cell = typeof key === 'string' ? primitive.get(key) : table.find(key)
if (cell === undefined) table.set(key, ${code.task(0)}(${x}[1]))
else cell.value = ${code.task(1)}(cell.value, ${x}[1])`,
  result: () => 'table.pairs()',
}
