import type { Terminal } from './step.ts'

/** One pair a key: its values folded by the task into a copy of the zero of its own. Runs before a shuffle; `combine` after it. */
export const foldValues: Terminal = {
  kind: 'terminal',
  locals: (code) => ({
    table: 'new KeyMap()',
    primitive: 'table.primitive',
    zero: `copy(${code.param('zero')})`,
  }),
  record: (code, x) => `pair(${x})
const key = ${x}[0]
const cell = typeof key === 'string' ? primitive.get(key) : table.find(key)
if (cell === undefined) {
const fresh = isPrimitiveKey(zero) ? zero : copy(${code.param('zero')})
table.set(key, ${code.task(0)}(fresh, ${x}[1]))
} else cell.value = ${code.task(0)}(cell.value, ${x}[1])`,
  result: () => 'table.pairs()',
}
