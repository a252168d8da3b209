import { AtomicError } from '../errors/atomic-error.ts'
import { callSite } from '../rdd/call-site.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { Terminal } from '../operators/step.ts'

/** The records of a partition merged into one, or none of an empty partition. */
export const reduceRows: Terminal = {
  kind: 'terminal',
  locals: () => ({ some: 'false', value: 'undefined' }),
  record: (code, x) => `if (some) value = ${code.task(0)}(value, ${x})
else {
value = ${x}
some = true
}`,
  numeric: {
    local: 'value',
    when: 'state.some',
    record: (code, x) => `value = ${code.task(0)}(value, ${x})`,
  },
  result: () => '(some ? [value] : [])',
}

/** Merges all records with a function that is associative; an error when there are none. */
export async function reduce<T>(rdd: RddBase<T>, f: (a: T, b: T) => T, options: ActionOptions): Promise<T> {
  const at = callSite()
  const parts = await rdd.run('reduce', { op: 'reduceRows', tasks: [rdd.link(f)] }, options)
  const values = parts.flat() as T[]
  if (values.length > 0) return values.reduce((a, b) => f(a, b))
  throw new AtomicError('ATOMIC2004', {
    what: 'reduce() of an empty RDD.',
    at,
    fix: 'Use fold(zero, f), which gives zero when there are no records.',
  })
}
