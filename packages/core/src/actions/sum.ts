import { CompensatedSum } from '../statistics/compensated-sum.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { Terminal } from '../operators/step.ts'

/** The compensated sum of a partition's numbers. */
export const sumRows: Terminal = {
  kind: 'terminal',
  locals: () => ({ sum: '0', lost: '0' }),
  // As `CompensatedSum`, without an object.
  record: (_code, x) => `number(${x})
const next = sum + ${x}
lost += Math.abs(sum) >= Math.abs(${x}) ? sum - next + ${x} : ${x} - next + sum
sum = next`,
  result: () => '[[sum, lost]]',
}

/** The sum of all numbers. */
export async function sum(rdd: RddBase<number>, options: ActionOptions): Promise<number> {
  const parts = await rdd.run('sum', { op: 'sumRows' }, options)
  const all = new CompensatedSum()
  for (const each of parts.flat() as [number, number][]) all.merge(each)
  return all.value()
}
