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
export async function count(rdd: RddBase<unknown>): Promise<number> {
  const parts = (await rdd.run('count', { op: 'countRows' })) as number[][]
  return parts.reduce((sum, [n = 0]) => sum + n, 0)
}
