import { flatten } from './flatten.ts'
import { KeyMap } from '../keys/key-map.ts'
import { MapByValue } from '../keys/map-by-value.ts'
import { poissonQuantile } from '../statistics/quantiles.ts'
import { approximate, checkConfidence, fromParts } from './approximate.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { BoundedDouble, PartialResult } from '../rdd/bounded-double.ts'
import type { RddBase } from '../rdd/base.ts'

/** The number of records, or its bounds. */
export async function countApprox(
  rdd: RddBase<unknown>,
  timeout: number,
  confidence: number,
  options?: ActionOptions,
): Promise<PartialResult<BoundedDouble>> {
  const op = 'countApprox'
  checkConfidence(op, confidence)
  const evaluate = (parts: readonly unknown[][], seen: number): BoundedDouble => {
    const count = (parts as number[][]).flat().reduce((sum, n) => sum + n, 0)
    return boundCount(count, seen, confidence)
  }
  return approximate(
    rdd,
    { op, sink: { op: 'countRows' }, timeout, evaluator: fromParts(rdd, evaluate) },
    options,
  )
}

interface Tally {
  /** What the user called. */
  readonly op?: string
  readonly timeout: number
  readonly confidence: number
}

/** How often each value occurs, or the bounds of that. */
export async function countByValueApprox<T>(
  rdd: RddBase<T>,
  { op = 'countByValueApprox', timeout, confidence }: Tally,
  options?: ActionOptions,
): Promise<PartialResult<Map<T, BoundedDouble>>> {
  checkConfidence(op, confidence)
  const evaluate = (parts: readonly unknown[][], seen: number): Map<T, BoundedDouble> => {
    const bounded = new MapByValue<T, BoundedDouble>()
    for (const [value, count] of mergeTallies(parts)) {
      bounded.set(value as T, boundCount(count, seen, confidence))
    }
    return bounded
  }
  return approximate(
    rdd,
    { op, sink: { op: 'tallyRows' }, timeout, evaluator: fromParts(rdd, evaluate) },
    options,
  )
}

/** The counts of every partition added up. */
export function mergeTallies(parts: readonly unknown[][]): [value: unknown, count: number][] {
  const table = new KeyMap<number>()
  for (const [value, count] of flatten(parts) as [unknown, number][]) {
    const cell = table.find(value)
    if (cell) cell.value += count
    else table.set(value, count)
  }
  return table.pairs()
}

/**
 * The bounds of a count of which a share of the partitions is known. Records that were not seen are taken to come at the
 * rate of those that were, so that their number is distributed by Poisson, as Spark takes them.
 */
function boundCount(count: number, seen: number, confidence: number): BoundedDouble {
  if (seen === 1) return { mean: count, confidence: 1, low: count, high: count }
  if (count === 0) return { mean: 0, confidence: 0, low: 0, high: Infinity }
  const rest = (count * (1 - seen)) / seen
  return {
    mean: count + rest,
    confidence,
    low: count + poissonQuantile(rest, (1 - confidence) / 2),
    high: count + poissonQuantile(rest, (1 + confidence) / 2),
  }
}
