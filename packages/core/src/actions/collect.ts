import { flatten } from './flatten.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { Terminal } from '../operators/step.ts'

/** Every record, sent on in blocks while the partition runs. */
export const collectRows: Terminal = {
  kind: 'terminal',
  locals: () => ({ rows: '[]' }),
  record: (_code, x) => `rows.push(${x})
if (rows.length === 16384) {
emit(rows)
rows = []
}`,
  result: () => 'rows',
}

/** All records, in the order of the partitions. */
export async function collect<T>(rdd: RddBase<T>, options: ActionOptions): Promise<T[]> {
  const parts = await rdd.run('collect', { op: 'collectRows' }, options)
  return flatten(parts) as T[]
}
