import type { Terminal } from './step.ts'

/** One pair a key: how many pairs it has. Runs before a shuffle; `addCounts` after it. */
export const countValues: Terminal = counting('1')

/** One pair a key: the sum of its counts. */
export const addCounts: Terminal = counting('count')

function counting(by: '1' | 'count'): Terminal {
  return {
    kind: 'terminal',
    locals: () => ({ table: 'new KeyMap()', primitive: 'table.primitive' }),
    record: (_code, x) => `pair(${x})
const [key, count] = ${x}
const cell = typeof key === 'string' ? primitive.get(key) : table.find(key)
if (cell === undefined) table.set(key, ${by})
else cell.value += ${by}`,
    size: () => 'table.size',
    result: () => 'table.pairs()',
  }
}
