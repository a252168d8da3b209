import { AtomicError } from '../errors/atomic-error.ts'
import { callSite } from '../rdd/call-site.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { Terminal } from '../operators/step.ts'

/** The first `n` records of a partition. */
export const takeRows: Terminal = {
  kind: 'terminal',
  locals: () => ({ rows: '[]' }),
  record: (code, x) => `rows.push(${x})
if (rows.length >= ${code.param('n')}) {
${code.stop}
}`,
  result: () => 'rows',
}

// Each round looks at this many times the partitions seen so far, as Spark does.
const scaleUp = 4

/** The first `n` records: looks at one partition first, and at more only while records are missing. */
export async function take<T>(
  rdd: RddBase<T>,
  n: number,
  options: ActionOptions,
  op: 'take' | 'first' | 'isEmpty' = 'take',
): Promise<T[]> {
  checkCount(op, n)
  const at = callSite()
  rdd.runner.checkRunning({ op, at })
  const rows: T[] = []
  let seen = 0
  while (rows.length < n && seen < rdd.lineage.partitions) {
    const round = Math.min(Math.max(1, seen * scaleUp), rdd.lineage.partitions - seen)
    const partitions = Array.from({ length: round }, (_, i) => seen + i)
    const missing = n - rows.length
    const sink = { op: 'takeRows', params: { n: missing } }
    const parts = await rdd.run(op, sink, { signal: options.signal, at, partitions })
    for (const part of parts as T[][]) rows.push(...part.slice(0, n - rows.length))
    seen += round
  }
  return rows
}

/** Whether there is no record: looks no further than the first. */
export async function isEmpty(rdd: RddBase<unknown>, options: ActionOptions): Promise<boolean> {
  return (await take(rdd, 1, options, 'isEmpty')).length === 0
}

/** The first record; an error when there is none. */
export async function first<T>(rdd: RddBase<T>, options: ActionOptions): Promise<T> {
  const at = callSite()
  const rows = await take(rdd, 1, options, 'first')
  if (rows.length > 0) return rows[0] as T
  throw new AtomicError('ATOMIC2004', {
    what: 'first() of an empty RDD.',
    at,
    fix: 'Use take(1) when it may be empty.',
  })
}

/** Refuses a count of records that is negative or no integer. */
export function checkCount(op: string, n: number): void {
  if (Number.isInteger(n) && n >= 0) return
  throw new AtomicError('ATOMIC2002', {
    what: `${op}(${n}): the number of records must be an integer of 0 or more.`,
    at: callSite(),
  })
}
