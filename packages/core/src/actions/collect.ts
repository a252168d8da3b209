import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { ColumnarRecords } from '../rdd/columnar-records.ts'
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
export async function collect<T>(rdd: RddBase<T>, { signal }: ActionOptions): Promise<T[]> {
  return (await rdd.runner.collect(rdd.jobOf('collect', sink, { signal }))) as T[]
}

/** As `collect`, in the columns in which they travel. */
export async function collectColumnar<T>(
  rdd: RddBase<T>,
  { signal }: ActionOptions,
): Promise<ColumnarRecords<T>> {
  const job = rdd.jobOf('collectColumnar', sink, { signal })
  return (await rdd.runner.collectColumnar(job)) as ColumnarRecords<T>
}

const sink = { op: 'collectRows' }
