import { mergeStats } from './stats.ts'
import { studentFactor } from '../statistics/quantiles.ts'
import { approximate, checkConfidence, fromParts } from './approximate.ts'
import type { StatCounter } from '../statistics/stat-counter.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { BoundedDouble, PartialResult } from '../rdd/bounded-double.ts'
import type { RddBase } from '../rdd/base.ts'

/** The sum of numbers, or its bounds. */
export function sumApprox(
  rdd: RddBase<number>,
  timeout: number,
  confidence: number,
  options?: ActionOptions,
): Promise<PartialResult<BoundedDouble>> {
  return bounded('sumApprox', boundSum, { rdd, timeout, confidence }, options)
}

/** The mean of numbers, or its bounds. */
export function meanApprox(
  rdd: RddBase<number>,
  timeout: number,
  confidence: number,
  options?: ActionOptions,
): Promise<PartialResult<BoundedDouble>> {
  return bounded('meanApprox', boundMean, { rdd, timeout, confidence }, options)
}

type Bound = (stats: StatCounter, seen: number, confidence: number) => BoundedDouble

interface Question {
  readonly rdd: RddBase<number>
  readonly timeout: number
  readonly confidence: number
}

async function bounded(
  op: string,
  bound: Bound,
  { rdd, timeout, confidence }: Question,
  options?: ActionOptions,
): Promise<PartialResult<BoundedDouble>> {
  checkConfidence(op, confidence)
  const evaluate = (parts: readonly unknown[][], seen: number): BoundedDouble =>
    bound(mergeStats(parts), seen, confidence)
  return approximate(
    rdd,
    { op, sink: { op: 'statRows' }, timeout, evaluator: fromParts(rdd, evaluate) },
    options,
  )
}

/**
 * What was seen, and an estimate of the rest: as many records as the partitions that are missing suggest, each of the
 * mean that was seen. The variance of the rest is that of a product of two independent estimates.
 */
function boundSum(stats: StatCounter, seen: number, confidence: number): BoundedDouble {
  const { count, sum, mean, sampleVariance } = stats
  if (seen === 1) return { mean: sum, confidence: 1, low: sum, high: sum }
  if (count === 0) return unknown
  const restCount = (count * (1 - seen)) / seen
  const rest = mean * restCount
  if (count === 1) return { mean: sum + rest, confidence, low: -Infinity, high: Infinity }
  const meanVariance = sampleVariance / count
  const countVariance = (count * (1 - seen)) / (seen * seen)
  const variance =
    mean * mean * countVariance + restCount * restCount * meanVariance + meanVariance * countVariance
  return around(sum + rest, studentFactor(confidence, count - 1) * Math.sqrt(variance), confidence)
}

/** The mean that was seen, and its error by Student's t distribution. */
function boundMean({ count, mean, sampleVariance }: StatCounter, seen: number, confidence: number) {
  if (seen === 1) return { mean, confidence: 1, low: mean, high: mean }
  if (count === 0) return unknown
  if (count === 1) return { mean, confidence, low: -Infinity, high: Infinity }
  return around(mean, studentFactor(confidence, count - 1) * Math.sqrt(sampleVariance / count), confidence)
}

const unknown: BoundedDouble = { mean: 0, confidence: 0, low: -Infinity, high: Infinity }

function around(mean: number, error: number, confidence: number): BoundedDouble {
  return { mean, confidence, low: mean - error, high: mean + error }
}
