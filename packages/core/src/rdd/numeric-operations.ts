import { histogram, type Histogram } from '../actions/histogram.ts'
import { stats } from '../actions/stats.ts'
import { sum } from '../actions/sum.ts'
import { meanApprox, sumApprox } from '../actions/sum-approx.ts'
import { JoinOperations } from './join-operations.ts'
import type { StatCounter } from '../statistics/stat-counter.ts'
import type { ActionOptions } from './action-options.ts'
import type { BoundedDouble, PartialResult } from './bounded-double.ts'
import type { RDD } from './rdd.ts'

/**
 * The operations of RDDs of numbers. Each fails with ATOMIC4005 where a record turns out to be something else.
 * @operators
 */
export abstract class NumericOperations<T> extends JoinOperations<T> {
  /**
   * The sum; 0 of no numbers. What rounding loses is kept and added at the end (Neumaier's compensated summation), so that
   * the partitions hardly matter: ten times 0.1 is 1.
   * @param options.signal cancels the job when it aborts
   * @example
   * await ctx.parallelize(Array.from({ length: 10 }, () => 0.1)).sum() // => 1
   */
  sum(this: RDD<number>, options: ActionOptions = {}): Promise<number> {
    return sum(this, options)
  }

  /**
   * The mean; NaN of no numbers.
   * @param options.signal cancels the job when it aborts
   * @example
   * await ctx.parallelize([2, 4, 9]).mean() // => 5
   * await ctx.emptyRDD<number>().mean() // => NaN
   */
  async mean(this: RDD<number>, options: ActionOptions = {}): Promise<number> {
    return (await stats(this, options, 'mean')).mean
  }

  /**
   * The variance of the numbers as a whole population (divides by their count); NaN of none.
   * @param options.signal cancels the job when it aborts
   * @example
   * await ctx.parallelize([2, 4, 4, 4, 5, 5, 7, 9]).variance() // => 4
   */
  async variance(this: RDD<number>, options: ActionOptions = {}): Promise<number> {
    return (await stats(this, options, 'variance')).variance
  }

  /**
   * As `variance`.
   * @param options.signal cancels the job when it aborts
   * @example
   * await ctx.parallelize([2, 4, 4, 4, 5, 5, 7, 9]).popVariance() // => 4
   */
  async popVariance(this: RDD<number>, options: ActionOptions = {}): Promise<number> {
    return (await stats(this, options, 'popVariance')).variance
  }

  /**
   * The variance that the numbers as a sample suggest (divides by their count - 1); NaN of fewer than two.
   * @param options.signal cancels the job when it aborts
   * @example
   * await ctx.parallelize([1, 3, 5]).sampleVariance() // => 4
   */
  async sampleVariance(this: RDD<number>, options: ActionOptions = {}): Promise<number> {
    return (await stats(this, options, 'sampleVariance')).sampleVariance
  }

  /**
   * The standard deviation of the numbers as a whole population; NaN of none.
   * @param options.signal cancels the job when it aborts
   * @example
   * await ctx.parallelize([2, 4, 4, 4, 5, 5, 7, 9]).stdev() // => 2
   */
  async stdev(this: RDD<number>, options: ActionOptions = {}): Promise<number> {
    return (await stats(this, options, 'stdev')).stdev
  }

  /**
   * As `stdev`.
   * @param options.signal cancels the job when it aborts
   * @example
   * await ctx.parallelize([2, 4, 4, 4, 5, 5, 7, 9]).popStdev() // => 2
   */
  async popStdev(this: RDD<number>, options: ActionOptions = {}): Promise<number> {
    return (await stats(this, options, 'popStdev')).stdev
  }

  /**
   * The standard deviation that the numbers as a sample suggest; NaN of fewer than two.
   * @param options.signal cancels the job when it aborts
   * @example
   * await ctx.parallelize([1, 3, 5]).sampleStdev() // => 2
   */
  async sampleStdev(this: RDD<number>, options: ActionOptions = {}): Promise<number> {
    return (await stats(this, options, 'sampleStdev')).sampleStdev
  }

  /**
   * Count, sum, mean, variance, greatest and least number, in one pass.
   * @param options.signal cancels the job when it aborts
   * @example
   * const { count, mean, stdev, max } = await ctx.parallelize([2, 4, 4, 4, 5, 5, 7, 9]).stats()
   * const seen = [count, mean, stdev, max] // => [8, 5, 2, 9]
   */
  stats(this: RDD<number>, options: ActionOptions = {}): Promise<StatCounter> {
    return stats(this, options)
  }

  /**
   * Counts the numbers in buckets. Each bucket holds its start but not its end; the last one holds both. `NaN` and numbers
   * outside of all buckets are not counted.
   * @param buckets their ends, ascending, one more than there are buckets; or a number of equal buckets from the least to
   * the greatest number, of which there is one only when all numbers are the same
   * @param options.signal cancels the job when it aborts
   * @returns the ends and the counts
   * @throws ATOMIC2002 when the buckets are no ascending numbers, or should reach an infinite one
   * @throws ATOMIC2004 when there are no numbers to make equal buckets between
   * @example
   * await ctx.parallelize([1, 2, 2, 9]).histogram([0, 2, 10]) // => [[0, 2, 10], [1, 3]]
   * await ctx.range(0, 101).histogram(2) // => [[0, 50, 100], [50, 51]]
   */
  histogram(
    this: RDD<number>,
    buckets: number | readonly number[],
    options: ActionOptions = {},
  ): Promise<Histogram> {
    return histogram(this, buckets, options)
  }

  /**
   * The sum, or, when a time is over before it is known, its bounds: the partitions that are missing are taken to be like
   * those that are done.
   * @param timeout milliseconds to wait for an exact answer
   * @param confidence how likely the bounds should hold the true sum, from 0 to 1; 0.95 by default
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC2002 when an argument is out of range
   * @example
   * const { initialValue, isInitialValueFinal, finalValue } = await ctx.range(100).sumApprox(60_000)
   * const seen = [initialValue.mean, isInitialValueFinal] // => [4950, true]
   * const { mean } = await finalValue
   * mean // => 4950
   */
  sumApprox(
    this: RDD<number>,
    timeout: number,
    confidence: number = 0.95,
    options: ActionOptions = {},
  ): Promise<PartialResult<BoundedDouble>> {
    return sumApprox(this, timeout, confidence, options)
  }

  /**
   * The mean, or, when a time is over before it is known, its bounds by Student's t distribution.
   * @param timeout milliseconds to wait for an exact answer
   * @param confidence how likely the bounds should hold the true mean, from 0 to 1; 0.95 by default
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC2002 when an argument is out of range
   * @example
   * const { initialValue } = await ctx.range(101).meanApprox(60_000)
   * const { low, mean, high, confidence } = initialValue // => { low: 50, mean: 50, high: 50, confidence: 1 }
   */
  meanApprox(
    this: RDD<number>,
    timeout: number,
    confidence: number = 0.95,
    options: ActionOptions = {},
  ): Promise<PartialResult<BoundedDouble>> {
    return meanApprox(this, timeout, confidence, options)
  }
}
