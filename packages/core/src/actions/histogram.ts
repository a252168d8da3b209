import { AtomicError } from '../errors/atomic-error.ts'
import { callSite } from '../rdd/call-site.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { Terminal } from '../operators/step.ts'

/** Least and greatest of a partition's numbers but NaN. */
export const extentRows: Terminal = {
  kind: 'terminal',
  locals: () => ({ least: 'Infinity', greatest: '-Infinity', some: 'false' }),
  record: (_code, x) => `number(${x})
if (${x} < least) least = ${x}
if (${x} > greatest) greatest = ${x}
if (${x} === ${x}) some = true`,
  result: () => '(some ? [least, greatest] : [])',
}

/** How many of a partition's numbers are in each bucket; the last one includes its end. */
export const bucketRows: Terminal = {
  kind: 'terminal',
  locals: (code) => ({ counts: `new Array(${code.param('buckets')}.length - 1).fill(0)` }),
  record: (code, x) => `number(${x})
const bucket = bucketOf(${x}, ${code.param('buckets')})
if (bucket >= 0) counts[bucket]++`,
  result: () => '[counts]',
}

/** The ends of buckets, one more than there are buckets, and how many numbers are in each. */
export type Histogram = [buckets: number[], counts: number[]]

/** Counts numbers in buckets: the user's, or a number of equal ones from the least to the greatest number. */
export async function histogram(
  rdd: RddBase<number>,
  wanted: number | readonly number[],
  { signal }: ActionOptions,
): Promise<Histogram> {
  const at = callSite()
  if (typeof wanted === 'number') checkBucketCount(wanted, at)
  else checkBuckets(wanted, at)
  const buckets = typeof wanted === 'number' ? await evenBuckets(rdd, wanted, { signal, at }) : [...wanted]
  const sink = { op: 'bucketRows', params: { buckets } }
  const parts = (await rdd.run('histogram', sink, { signal, at })).flat() as number[][]
  const counts = buckets.slice(1).map((_, i) => parts.reduce((sum, part) => sum + (part[i] ?? 0), 0))
  return [buckets, counts]
}

/** The bucket of a number by binary search; -1 for none, and for NaN. */
export function bucketOf(x: number, buckets: readonly number[]): number {
  const last = buckets.length - 1
  const end = buckets[last] ?? 0
  if (!(x >= (buckets[0] ?? 0) && x <= end)) return -1
  // The one closed end. Of one value alone, the only bucket begins there, too.
  if (x === end) return last - 1
  let low = 0
  let high = last
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (x >= (buckets[middle] ?? 0)) low = middle
    else high = middle
  }
  return low
}

async function evenBuckets(
  rdd: RddBase<number>,
  n: number,
  options: ActionOptions & { readonly at: string },
): Promise<number[]> {
  const ends = (await rdd.run('histogram', { op: 'extentRows' }, options)).flat() as number[]
  if (ends.length === 0) throw noNumbers(options.at)
  const least = ends.reduce((a, b) => Math.min(a, b))
  const greatest = ends.reduce((a, b) => Math.max(a, b))
  const span = greatest - least
  if (!Number.isFinite(span)) throw infinite(least, greatest, options.at)
  if (span === 0) return [least, greatest]
  const inner = Array.from({ length: n - 1 }, (_, i) => least + share(span, i + 1, n))
  return [least, ...inner, greatest]
}

/** `span * i / n`, exact where it can be. */
function share(span: number, i: number, n: number): number {
  const product = span * i
  return Number.isFinite(product) ? product / n : span * (i / n)
}

function checkBucketCount(n: number, at: string): void {
  if (Number.isInteger(n) && n >= 1) return
  throw new AtomicError('ATOMIC2002', {
    what: `histogram(${n}): the number of buckets must be an integer of 1 or more.`,
    at,
  })
}

function checkBuckets(buckets: readonly number[], at: string): void {
  const isAscending = buckets.slice(1).every((end, i) => end > (buckets[i] ?? Number.NaN))
  if (buckets.length >= 2 && isAscending) return
  throw new AtomicError('ATOMIC2002', {
    what: `histogram([${buckets.slice(0, 8).join(', ')}]): the ends of buckets must be two or more numbers, each greater than the one before.`,
    at,
  })
}

function noNumbers(at: string): AtomicError {
  return new AtomicError('ATOMIC2004', {
    what: 'histogram() of an empty RDD has no least and no greatest number to make buckets between.',
    at,
    fix: 'Give the ends of the buckets: histogram([0, 10, 20]).',
  })
}

function infinite(least: number, greatest: number, at: string): AtomicError {
  return new AtomicError('ATOMIC2002', {
    what: `histogram() cannot make buckets between ${least} and ${greatest}.`,
    at,
    fix: 'Filter infinite numbers out, or give the ends of the buckets: histogram([0, 10, 20]).',
  })
}
