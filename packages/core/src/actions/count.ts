import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { Terminal } from '../operators/step.ts'

/** The number of records of a partition. */
export const countRows: Terminal = {
  kind: 'terminal',
  locals: () => ({ n: '0' }),
  record: () => 'n++',
  numeric: { local: 'n', record: () => 'n++' },
  result: () => '[n]',
}

/** The number of records. */
export async function count(rdd: RddBase<unknown>, options: ActionOptions): Promise<number> {
  const parts = (await rdd.run('count', { op: 'countRows' }, options)) as number[][]
  return parts.reduce((sum, [n = 0]) => sum + n, 0)
}
