import { aggregate, fold } from '../actions/fold.ts'
import { reduce } from '../actions/reduce.ts'
import {
  treeAggregate,
  treeReduce,
  type TreeAggregateOptions,
  type TreeOptions,
} from '../actions/tree-aggregate.ts'
import { PartitionActions } from './partition-actions.ts'
import type { ActionOptions } from './action-options.ts'
import type { Merge, Shape, Widen } from './pair.ts'

/**
 * The actions that make one value of all records.
 * @operators
 */
export abstract class Reductions<T> extends PartitionActions<T> {
  /**
   * Merges all records with an associative function.
   * @param f merges two records
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC2004 when there are none
   * @example
   * await ctx.range(5).reduce((a, b) => a + b) // => 10
   * await ctx.emptyRDD<number>().reduce((a, b) => a + b) // throws ATOMIC2004
   */
  reduce(f: Merge<Widen<T>>, options?: ActionOptions): Promise<Widen<T>>
  reduce(f: Merge<T>, options?: ActionOptions): Promise<T>
  reduce(f: Merge<T> | Merge<Widen<T>>, options: ActionOptions = {}): Promise<T | Widen<T>> {
    return reduce(this, f as Merge<T>, options)
  }

  /**
   * As `reduce`, for a function marked as a task.
   * @param task as the function that `reduce` takes
   * @param options.signal cancels the job when it aborts
   * @example
   * ```ts
   * /** @task *\/
   * function longer(a: string, b: string): string {
   *   return b.length > a.length ? b : a
   * }
   *
   * await ctx.parallelize(['tea', 'milk', 'rum']).reduceTask(longer) // => 'milk'
   * ```
   */
  reduceTask(task: Merge<Widen<T>>, options?: ActionOptions): Promise<Widen<T>>
  reduceTask(task: Merge<T>, options?: ActionOptions): Promise<T>
  reduceTask(task: Merge<T> | Merge<Widen<T>>, options: ActionOptions = {}): Promise<T | Widen<T>> {
    return reduce(this, task as Merge<T>, options)
  }

  /**
   * As `reduce`, for very many partitions or large results: workers merge the results of neighbouring partitions, level
   * by level, and the driver merges a few.
   * @param f merges two records
   * @param options.depth levels of merging, the driver's included; 2 by default
   * @throws ATOMIC2004 when there are no records
   * @throws ATOMIC2002 when the depth is no integer of 1 or more
   * @example
   * await ctx.range(0, 100, { partitions: 20 }).treeReduce((a, b) => a + b, { depth: 3 }) // => 4950
   */
  treeReduce(f: Merge<Widen<T>>, options?: TreeOptions): Promise<Widen<T>>
  treeReduce(f: Merge<T>, options?: TreeOptions): Promise<T>
  treeReduce(f: Merge<T> | Merge<Widen<T>>, options: TreeOptions = {}): Promise<T | Widen<T>> {
    return treeReduce(this, f as Merge<T>, options)
  }

  /**
   * Merges all records into a zero, once in each partition and once more in the driver, as Spark does: the zero should
   * be neutral.
   * @param zero what an empty partition gives
   * @param f merges two records
   * @param options.signal cancels the job when it aborts
   * @example
   * await ctx.range(5).fold(0, (a, b) => a + b) // => 10
   * await ctx.emptyRDD<number>().fold(0, (a, b) => a + b) // => 0
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

  /**
   * As `fold`, for a function marked as a task.
   * @param zero what an empty partition gives
   * @param task as the function that `fold` takes
   * @param options.signal cancels the job when it aborts
   * @example
   * ```ts
   * /** @task *\/
   * function sum(a: number, b: number): number {
   *   return a + b
   * }
   *
   * await ctx.range(5).foldTask(0, sum) // => 10
   * ```
   */
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
   * @param zero what an empty partition gives
   * @param seq folds a record into what there is so far
   * @param comb merges the results of two partitions
   * @param options.signal cancels the job when it aborts
   * @example
   * const numbers = ctx.parallelize([3, 4, 8])
   * const [sum, n] = await numbers.aggregate([0, 0], ([sum, n], x) => [sum + x, n + 1], (a, b) => [a[0] + b[0], a[1] + b[1]])
   * sum / n // => 5
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
   * @param zero what an empty partition gives
   * @param seq folds a record into what there is so far
   * @param options.depth levels of merging, the driver's included; 2 by default
   * @param options.finalAggregateOnExecutor whether workers do the last merge, too; false by default
   * @param comb merges the results of two partitions
   * @throws ATOMIC2002 when the depth is no integer of 1 or more
   * @example
   * const letters = ctx.parallelize(['b', 'a', 'c', 'a'], 4)
   * const seen = await letters.treeAggregate(new Set<string>(), (set, x) => set.add(x), (a, b) => new Set([...a, ...b]))
   * Array.from(seen).toSorted() // => ['a', 'b', 'c']
   */
  treeAggregate<A>(
    zero: A & Shape,
    seq: (acc: A, record: T) => A & Shape,
    comb: (a: A, b: A) => A & Shape,
    options: TreeAggregateOptions = {},
  ): Promise<A> {
    return treeAggregate(this, zero, seq, comb, options)
  }
}
