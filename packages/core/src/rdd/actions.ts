import { collect } from '../actions/collect.ts'
import { count } from '../actions/count.ts'
import { countApproxDistinct } from '../actions/count-approx-distinct.ts'
import { aggregate, fold } from '../actions/fold.ts'
import { foreach } from '../actions/foreach.ts'
import { reduce } from '../actions/reduce.ts'
import { first, take } from '../actions/take.ts'
import { takeOrdered } from '../actions/top.ts'
import { SideEffects } from './side-effects.ts'
import type { Merge, Shape, Widen } from './pair.ts'

/**
 * The operations that run a job and give a promise of its result.
 * @operators
 */
export abstract class Actions<T> extends SideEffects<T> {
  /** All records in the driver's memory, in the order of the partitions. */
  collect(): Promise<T[]> {
    return collect(this)
  }

  /** The number of records. */
  count(): Promise<number> {
    return count(this)
  }

  /**
   * About how many different records there are, compared by value. Each partition sends a sketch of 2^p bytes, p growing
   * with the accuracy: 512 at 5 %.
   * @param relativeSD the relative standard deviation of the answer, from 0.0021 to 1
   * @throws ATOMIC2002 when `relativeSD` is out of range
   * @throws ATOMIC4002 when a record cannot be compared by value, such as a function
   * @example const visitors = await visits.map(({ ip }) => ip).countApproxDistinct(0.01)
   */
  countApproxDistinct(relativeSD = 0.05): Promise<number> {
    return countApproxDistinct(this, relativeSD)
  }

  /**
   * The first `n` records. Looks at one partition first, and at more only while records are missing.
   * @throws ATOMIC2002 when `n` is negative or no integer
   */
  take(n: number): Promise<T[]> {
    return take(this, n)
  }

  /**
   * The first record.
   * @throws ATOMIC2004 when there is none
   */
  first(): Promise<T> {
    return first(this)
  }

  /**
   * Merges all records with an associative function.
   * @throws ATOMIC2004 when there are none
   * @example const sum = await numbers.reduce((a, b) => a + b)
   */
  reduce(f: Merge<Widen<T>>): Promise<Widen<T>>
  reduce(f: Merge<T>): Promise<T>
  reduce(f: Merge<T> | Merge<Widen<T>>): Promise<T | Widen<T>> {
    return reduce(this, f as Merge<T>)
  }

  /** As `reduce`, for a function marked as a task. */
  reduceTask(task: Merge<Widen<T>>): Promise<Widen<T>>
  reduceTask(task: Merge<T>): Promise<T>
  reduceTask(task: Merge<T> | Merge<Widen<T>>): Promise<T | Widen<T>> {
    return reduce(this, task as Merge<T>)
  }

  /**
   * Merges all records into a zero, once in each partition and once more in the driver, as Spark does: the zero should
   * be neutral.
   */
  fold(zero: Widen<T>, f: Merge<Widen<T>>): Promise<Widen<T>>
  fold(zero: T, f: Merge<T>): Promise<T>
  fold(zero: T | Widen<T>, f: Merge<T> | Merge<Widen<T>>): Promise<T | Widen<T>> {
    return fold(this, zero as T, f as Merge<T>)
  }

  /** As `fold`, for a function marked as a task. */
  foldTask(zero: Widen<T>, task: Merge<Widen<T>>): Promise<Widen<T>>
  foldTask(zero: T, task: Merge<T>): Promise<T>
  foldTask(zero: T | Widen<T>, task: Merge<T> | Merge<Widen<T>>): Promise<T | Widen<T>> {
    return fold(this, zero as T, task as Merge<T>)
  }

  /**
   * Folds the records of each partition into a copy of the zero with `seq`, then the results into another with `comb`.
   * @example numbers.aggregate([0, 0], ([sum, n], x) => [sum + x, n + 1], (a, b) => [a[0] + b[0], a[1] + b[1]])
   */
  aggregate<A>(
    zero: A & Shape,
    seq: (acc: A, record: T) => A & Shape,
    comb: (a: A, b: A) => A & Shape,
  ): Promise<A> {
    return aggregate(this, zero, seq, comb)
  }

  /**
   * The greatest `n` records, greatest first, by their natural order or that of a key.
   * @example pairs.top(10, ([, count]) => count)
   */
  top(n: number, key?: (record: T) => unknown): Promise<T[]> {
    return takeOrdered(this, n, { descending: true, key })
  }

  /** The least `n` records, least first, by their natural order or that of a key. */
  takeOrdered(n: number, key?: (record: T) => unknown): Promise<T[]> {
    return takeOrdered(this, n, { descending: false, key })
  }

  /** Calls a function on the workers for each record. A failed attempt runs again, so its effects should be idempotent. */
  foreach(f: (record: T) => void): Promise<void> {
    return foreach(this, f)
  }

  /** As `foreach`, for a function marked as a task. */
  foreachTask(task: (record: T) => void): Promise<void> {
    return foreach(this, task)
  }

  /**
   * Writes every record as a line into a new folder, a file for each partition, all at once or not at all. Strings are
   * written as they are, other values as JSON.
   * @throws ATOMIC5003 when the folder exists
   */
  saveAsTextFile(path: string): Promise<void> {
    return this.runner.saveAsTextFile({ node: this.lineage, op: 'saveAsTextFile', at: this.callSite() }, path)
  }
}
