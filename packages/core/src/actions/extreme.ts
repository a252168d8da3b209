import { AtomicError } from '../errors/atomic-error.ts'
import { callSite } from '../rdd/call-site.ts'
import { takeOrdered, type Ordering } from './top.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'

/** The greatest or the least record; an error when there are none. */
export async function extreme<T>(rdd: RddBase<T>, ordering: Ordering<T>, options: ActionOptions): Promise<T> {
  const at = callSite()
  const op = ordering.descending ? 'max' : 'min'
  const rows = await takeOrdered(rdd, 1, { ...ordering, op }, options)
  if (rows.length > 0) return rows[0] as T
  throw new AtomicError('ATOMIC2004', {
    what: `${op}() of an empty RDD.`,
    at,
    fix: `Use ${ordering.descending ? 'top' : 'takeOrdered'}(1) when it may be empty.`,
  })
}
