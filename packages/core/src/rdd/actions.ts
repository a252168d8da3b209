import { collect } from '../actions/collect.ts'
import { count } from '../actions/count.ts'
import { countApproxDistinct } from '../actions/count-approx-distinct.ts'
import { countApprox, countByValueApprox } from '../actions/count-approx.ts'
import { countByValue } from '../actions/count-by-value.ts'
import { extreme } from '../actions/extreme.ts'
import { aggregate, fold } from '../actions/fold.ts'
import { foreach } from '../actions/foreach.ts'
import { reduce } from '../actions/reduce.ts'
import { first, isEmpty, take } from '../actions/take.ts'
import { takeSample } from '../actions/take-sample.ts'
import { toLocalIterator, type LocalIteratorOptions } from '../actions/to-local-iterator.ts'
import { takeOrdered } from '../actions/top.ts'
import {
  treeAggregate,
  treeReduce,
  type TreeAggregateOptions,
  type TreeOptions,
} from '../actions/tree-aggregate.ts'
import { PartitionActions } from './partition-actions.ts'
import type { ActionOptions } from './action-options.ts'
import type { BoundedDouble, PartialResult } from './bounded-double.ts'
import type { Merge, Shape, Widen } from './pair.ts'

/**
 * The operations that run a job and give a promise of its result. Each takes, last, options with an `AbortSignal` that
 * cancels its job.
 * @operators
 */
export abstract class Actions<T> extends PartitionActions<T> {
  /**
   * All records in the driver's memory, in the order of the partitions.
   * @example const words = await rdd.collect({ signal: AbortSignal.timeout(10_000) })
   */
  collect(options: ActionOptions = {}): Promise<T[]> {
    return collect(this, options)
  }

  /** The number of records. */
  count(options: ActionOptions = {}): Promise<number> {
    return count(this, options)
  }

  /** Whether there are no records. Looks no further than the first one. */
  isEmpty(options: ActionOptions = {}): Promise<boolean> {
    return isEmpty(this, options)
  }

  /**
   * About how many different records there are, compared by value. Each partition sends a sketch of 2^p bytes, p growing
   * with the accuracy: 512 at 5 %.
   * @param relativeSD the relative standard deviation of the answer, from 0.0021 to 1
   * @throws ATOMIC2002 when `relativeSD` is out of range
   * @throws ATOMIC4002 when a record cannot be compared by value, such as a function
   * @example const visitors = await visits.map(({ ip }) => ip).countApproxDistinct(0.01)
   */
  countApproxDistinct(relativeSD = 0.05, options: ActionOptions = {}): Promise<number> {
    return countApproxDistinct(this, relativeSD, options)
  }

  /**
   * The first `n` records, or all when there are fewer. Looks at one partition first, and at more only while records are
   * missing.
   * @throws ATOMIC2002 when `n` is negative or no integer
   */
  take(n: number, options: ActionOptions = {}): Promise<T[]> {
    return take(this, n, options)
  }

  /**
   * The first record.
   * @throws ATOMIC2004 when there is none
   */
  first(options: ActionOptions = {}): Promise<T> {
    return first(this, options)
  }

  /**
   * `n` records at random in random order; all of them when there are fewer and none may be drawn twice.
   * @param withReplacement whether a record may be drawn more than once
   * @param seed an integer; the same seed draws the same from the same partitions. By default one at random
   * @throws ATOMIC2002 when `n` is negative or no integer
   * @example const some = await rdd.takeSample(false, 100, 42)
   */
  takeSample(
    withReplacement: boolean,
    n: number,
    seed: number = Math.floor(Math.random() * 2 ** 32),
    options: ActionOptions = {},
  ): Promise<T[]> {
    return takeSample(this, withReplacement, n, seed, options)
  }

  /**
   * The records one by one, from one partition after the other: a job for each, run when its records are asked for, so
   * that the driver holds one partition at a time. Leaving the loop ends it.
   * @param options.prefetch computes the next partition while the records of this one are used; false by default
   * @example for await (const line of lines.toLocalIterator()) if (line === 'stop') break
   */
  toLocalIterator(options: LocalIteratorOptions = {}): AsyncGenerator<T, void, undefined> {
    return toLocalIterator(this, options)
  }

  /**
   * Merges all records with an associative function.
   * @throws ATOMIC2004 when there are none
   * @example const sum = await numbers.reduce((a, b) => a + b)
   */
  reduce(f: Merge<Widen<T>>, options?: ActionOptions): Promise<Widen<T>>
  reduce(f: Merge<T>, options?: ActionOptions): Promise<T>
  reduce(f: Merge<T> | Merge<Widen<T>>, options: ActionOptions = {}): Promise<T | Widen<T>> {
    return reduce(this, f as Merge<T>, options)
  }

  /** As `reduce`, for a function marked as a task. */
  reduceTask(task: Merge<Widen<T>>, options?: ActionOptions): Promise<Widen<T>>
  reduceTask(task: Merge<T>, options?: ActionOptions): Promise<T>
  reduceTask(task: Merge<T> | Merge<Widen<T>>, options: ActionOptions = {}): Promise<T | Widen<T>> {
    return reduce(this, task as Merge<T>, options)
  }

  /**
   * As `reduce`, for very many partitions or large results: workers merge the results of neighbouring partitions, level
   * by level, and the driver merges a few.
   * @param options.depth levels of merging, the driver's included; 2 by default
   * @throws ATOMIC2004 when there are no records
   * @throws ATOMIC2002 when the depth is no integer of 1 or more
   */
  treeReduce(f: Merge<Widen<T>>, options?: TreeOptions): Promise<Widen<T>>
  treeReduce(f: Merge<T>, options?: TreeOptions): Promise<T>
  treeReduce(f: Merge<T> | Merge<Widen<T>>, options: TreeOptions = {}): Promise<T | Widen<T>> {
    return treeReduce(this, f as Merge<T>, options)
  }

  /**
   * Merges all records into a zero, once in each partition and once more in the driver, as Spark does: the zero should
   * be neutral.
   */
  fold(zero: Widen<T>, f: Merge<Widen<T>>, options?: ActionOptions): Promise<Widen<T>>
  fold(zero: T, f: Merge<T>, options?: ActionOptions): Promise<T>
  fold(
    zero: T | Widen<T>,
    f: Merge<T> | Merge<Widen<T>>,
    options: ActionOptions = {},
  ): Promise<T | Widen<T>> {
    return fold(this, zero as T, f as Merge<T>, options)
  }

  /** As `fold`, for a function marked as a task. */
  foldTask(zero: Widen<T>, task: Merge<Widen<T>>, options?: ActionOptions): Promise<Widen<T>>
  foldTask(zero: T, task: Merge<T>, options?: ActionOptions): Promise<T>
  foldTask(
    zero: T | Widen<T>,
    task: Merge<T> | Merge<Widen<T>>,
    options: ActionOptions = {},
  ): Promise<T | Widen<T>> {
    return fold(this, zero as T, task as Merge<T>, options)
  }

  /**
   * Folds the records of each partition into a copy of the zero with `seq`, then the results into another with `comb`.
   * @example numbers.aggregate([0, 0], ([sum, n], x) => [sum + x, n + 1], (a, b) => [a[0] + b[0], a[1] + b[1]])
   */
  aggregate<A>(
    zero: A & Shape,
    seq: (acc: A, record: T) => A & Shape,
    comb: (a: A, b: A) => A & Shape,
    options: ActionOptions = {},
  ): Promise<A> {
    return aggregate(this, zero, seq, comb, options)
  }

  /**
   * As `aggregate`, for very many partitions or large results: workers merge the results of neighbouring partitions,
   * level by level. It gives what `aggregate` gives; the zero counts once for each partition and once in the driver.
   * @param options.depth levels of merging, the driver's included; 2 by default
   * @param options.finalAggregateOnExecutor whether workers do the last merge, too; false by default
   * @throws ATOMIC2002 when the depth is no integer of 1 or more
   */
  treeAggregate<A>(
    zero: A & Shape,
    seq: (acc: A, record: T) => A & Shape,
    comb: (a: A, b: A) => A & Shape,
    options: TreeAggregateOptions = {},
  ): Promise<A> {
    return treeAggregate(this, zero, seq, comb, options)
  }

  /**
   * The greatest `n` records, greatest first, by their natural order or that of a key.
   * @throws ATOMIC2002 when `n` is negative or no integer
   * @example pairs.top(10, ([, count]) => count)
   */
  top(n: number, key?: (record: T) => unknown, options: ActionOptions = {}): Promise<T[]> {
    return takeOrdered(this, n, { descending: true, key }, options)
  }

  /**
   * The least `n` records, least first, by their natural order or that of a key.
   * @throws ATOMIC2002 when `n` is negative or no integer
   */
  takeOrdered(n: number, key?: (record: T) => unknown, options: ActionOptions = {}): Promise<T[]> {
    return takeOrdered(this, n, { descending: false, key }, options)
  }

  /**
   * The greatest record by natural order, in which `NaN` is above every number, or by that of a key. The first of equals.
   * @throws ATOMIC2004 when there are no records
   * @example const longest = await words.max((word) => word.length)
   */
  max(key?: (record: T) => unknown, options: ActionOptions = {}): Promise<T> {
    return extreme(this, { descending: true, key }, options)
  }

  /**
   * The least record by natural order or that of a key. The first of equals.
   * @throws ATOMIC2004 when there are no records
   */
  min(key?: (record: T) => unknown, options: ActionOptions = {}): Promise<T> {
    return extreme(this, { descending: false, key }, options)
  }

  /**
   * How often each value occurs, in the driver's memory. Values are compared as keys are, and so is what is looked up in
   * the result: `get(['a', 1])` finds what another `['a', 1]` has counted.
   * @throws ATOMIC4002 when a record has no value to compare, such as a function
   */
  countByValue(options: ActionOptions = {}): Promise<Map<T, number>> {
    return countByValue(this, options)
  }

  /**
   * The number of records, or, when a time is over before it is known, its bounds.
   * @param timeout milliseconds to wait for an exact answer
   * @param confidence how likely the bounds should hold the true number, from 0 to 1; 0.95 by default
   * @throws ATOMIC2002 when an argument is out of range
   * @example const { initialValue } = await rdd.countApprox(1000) // { mean, low, high, confidence }
   */
  countApprox(
    timeout: number,
    confidence: number = 0.95,
    options: ActionOptions = {},
  ): Promise<PartialResult<BoundedDouble>> {
    return countApprox(this, timeout, confidence, options)
  }

  /**
   * As `countByValue`, or, when a time is over before it is known, the bounds of the number of each value seen so far.
   * @param timeout milliseconds to wait for an exact answer
   * @param confidence how likely the bounds should hold the true number, from 0 to 1; 0.95 by default
   * @throws ATOMIC2002 when an argument is out of range
   */
  countByValueApprox(
    timeout: number,
    confidence: number = 0.95,
    options: ActionOptions = {},
  ): Promise<PartialResult<Map<T, BoundedDouble>>> {
    return countByValueApprox(this, { timeout, confidence }, options)
  }

  /** Calls a function on the workers for each record. A failed attempt runs again, so its effects should be idempotent. */
  foreach(f: (record: T) => void, options: ActionOptions = {}): Promise<void> {
    return foreach(this, f, options)
  }

  /** As `foreach`, for a function marked as a task. */
  foreachTask(task: (record: T) => void, options: ActionOptions = {}): Promise<void> {
    return foreach(this, task, options)
  }

  /**
   * Writes every record as a line into a new folder, a file for each partition, all at once or not at all. Strings are
   * written as they are, other values as JSON.
   * @throws ATOMIC5003 when the folder exists
   */
  saveAsTextFile(path: string, options: ActionOptions = {}): Promise<void> {
    const job = { node: this.lineage, op: 'saveAsTextFile', at: this.callSite(), signal: options.signal }
    return this.runner.saveAsTextFile(job, path)
  }
}
