import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { Terminal } from '../operators/step.ts'

/** The records of a partition folded into a zero. */
export const foldRows: Terminal = {
  kind: 'terminal',
  locals: (code) => ({ value: `copy(${code.param('zero')})` }),
  record: (code, x) => `value = ${code.task(0)}(value, ${x})`,
  numeric: { local: 'value', record: (code, x) => `value = ${code.task(0)}(value, ${x})` },
  result: () => '[value]',
}

/** Spark's fold: the zero counts once for each partition and once more in the driver. */
export function fold<T>(rdd: RddBase<T>, zero: T, f: (a: T, b: T) => T, options: ActionOptions): Promise<T> {
  return aggregate(rdd, zero, f, f, options, 'fold')
}

/** Spark's aggregate: `seq` folds each partition's records into a copy of the zero, `comb` merges the results into another. */
export async function aggregate<T, A>(
  rdd: RddBase<T>,
  zero: A,
  seq: (acc: A, record: T) => A,
  comb: (a: A, b: A) => A,
  options: ActionOptions,
  op: 'aggregate' | 'fold' = 'aggregate',
): Promise<A> {
  const encoded = rdd.runner.encode(zero, rdd.callSite())
  const step = { op: 'foldRows', tasks: [rdd.link(seq)], params: { zero: encoded } }
  const parts = await rdd.run(op, step, options)
  return (parts.flat() as A[]).reduce((a, b) => comb(a, b), rdd.runner.decode(encoded) as A)
}
