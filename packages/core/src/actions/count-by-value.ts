import { MapByValue } from '../keys/map-by-value.ts'
import { mergeTallies } from './count-approx.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { Terminal } from '../operators/step.ts'

/** How often each record occurs in a partition, compared by value. */
export const tallyRows: Terminal = {
  kind: 'terminal',
  locals: () => ({ table: 'new KeyMap()', primitive: 'table.primitive' }),
  record: (_code, x) => `const cell = typeof ${x} === 'string' ? primitive.get(${x}) : table.find(${x})
if (cell === undefined) table.set(${x}, 1)
else cell.value++`,
  result: () => 'table.pairs()',
}

/** How often each value occurs. */
export async function countByValue<T>(rdd: RddBase<T>, options: ActionOptions): Promise<Map<T, number>> {
  const parts = await rdd.run('countByValue', { op: 'tallyRows' }, options)
  const counts = new MapByValue<T, number>()
  for (const [value, count] of mergeTallies(parts)) counts.set(value as T, count)
  return counts
}
