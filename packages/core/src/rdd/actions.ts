import { collect, collectColumnar } from '../actions/collect.ts'
import { count } from '../actions/count.ts'
import { countApproxDistinct } from '../actions/count-approx-distinct.ts'
import { countApprox, countByValueApprox } from '../actions/count-approx.ts'
import { countByValue } from '../actions/count-by-value.ts'
import { extreme } from '../actions/extreme.ts'
import { foreach } from '../actions/foreach.ts'
import { first, isEmpty, take } from '../actions/take.ts'
import { save, type SaveOptions } from '../actions/save.ts'
import { takeSample } from '../actions/take-sample.ts'
import { toLocalIterator, type LocalIteratorOptions } from '../actions/to-local-iterator.ts'
import { takeOrdered } from '../actions/top.ts'
import { Reductions } from './reductions.ts'
import type { ActionOptions } from './action-options.ts'
import type { ColumnarRecords } from './columnar-records.ts'
import type { BoundedDouble, PartialResult } from './bounded-double.ts'

/**
 * The operations that run a job and give a promise of its result. Each takes, last, options with an `AbortSignal` that
 * cancels its job.
 * @operators
 */
export abstract class Actions<T> extends Reductions<T> {
  /**
   * All records in the driver's memory, in the order of the partitions.
   * @param options.signal cancels the job when it aborts
   * @example
   * const words = ctx.parallelize(['tea', 'milk'])
   * await words.collect({ signal: AbortSignal.timeout(60_000) }) // => ['tea', 'milk']
   */
  collect(options: ActionOptions = {}): Promise<T[]> {
    return collect(this, options)
  }

  /**
   * All records in the driver's memory, in the order of the partitions, as the columns in which they travel: numbers and
   * repeated strings take a fraction of the memory and time of the arrays or objects around them, which are made when they
   * are read. Records of other kinds are kept as they are.
   * @param options.signal cancels the job when it aborts
   * @example
   * const prices = ctx.parallelize([['tea', 3], ['milk', 2]] as [string, number][])
   * const rows = await prices.join(prices).collectColumnar()
   * rows.length // => 2
   * rows.slice().sort() // => [['milk', [2, 2]], ['tea', [3, 3]]]
   */
  collectColumnar(options: ActionOptions = {}): Promise<ColumnarRecords<T>> {
    return collectColumnar(this, options)
  }

  /**
   * The number of records.
   * @param options.signal cancels the job when it aborts
   * @example
   * await ctx.parallelize(['tea', 'milk']).count() // => 2
   */
  count(options: ActionOptions = {}): Promise<number> {
    return count(this, options)
  }

  /**
   * Whether there are no records. Looks no further than the first one.
   * @param options.signal cancels the job when it aborts
   * @example
   * await ctx.range(10).filter((n) => n > 8).isEmpty() // => false
   */
  isEmpty(options: ActionOptions = {}): Promise<boolean> {
    return isEmpty(this, options)
  }

  /**
   * About how many different records there are, compared by value. Each partition sends a sketch of 2^p bytes, p growing
   * with the accuracy: 512 at 5 %.
   * @param relativeSD the relative standard deviation of the answer, from 0.0021 to 1
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC2002 when `relativeSD` is out of range
   * @throws ATOMIC4002 when a record cannot be compared by value, such as a function
   * @example
   * const visits = ctx.range(10_000).map((n) => n % 1000)
   * Math.round((await visits.countApproxDistinct(0.01)) / 100) // => 10
   */
  countApproxDistinct(relativeSD = 0.05, options: ActionOptions = {}): Promise<number> {
    return countApproxDistinct(this, relativeSD, options)
  }

  /**
   * The first `n` records, or all when there are fewer. Looks at one partition first, and at more only while records are
   * missing.
   * @param n number of records
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC2002 when `n` is negative or no integer
   * @example
   * await ctx.range(1_000_000).take(3) // => [0, 1, 2]
   * await ctx.range(2).take(-1) // throws ATOMIC2002
   */
  take(n: number, options: ActionOptions = {}): Promise<T[]> {
    return take(this, n, options)
  }

  /**
   * The first record.
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC2004 when there is none
   * @example
   * await ctx.parallelize(['tea', 'milk']).first() // => 'tea'
   * await ctx.emptyRDD().first() // throws ATOMIC2004
   */
  first(options: ActionOptions = {}): Promise<T> {
    return first(this, options)
  }

  /**
   * `n` records at random in random order; all of them when there are fewer and none may be drawn twice.
   * @param withReplacement whether a record may be drawn more than once
   * @param n number of records
   * @param seed an integer; the same seed draws the same from the same partitions. By default one at random
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC2002 when `n` is negative or no integer
   * @example
   * const some = await ctx.range(1000).takeSample(false, 3, 42)
   * new Set(some).size // => 3
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
   * @example
   * const seen: number[] = []
   * for await (const n of ctx.range(0, 100, { partitions: 10 }).toLocalIterator({ prefetch: true })) {
   *   if (n === 3) break
   *   seen.push(n)
   * }
   * seen // => [0, 1, 2]
   */
  toLocalIterator(options: LocalIteratorOptions = {}): AsyncGenerator<T, void, undefined> {
    return toLocalIterator(this, options)
  }

  /**
   * The greatest `n` records, greatest first, by their natural order or that of a key.
   * @param n number of records
   * @param key what to order a record by; by default the record itself
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC2002 when `n` is negative or no integer
   * @example
   * await ctx.parallelize([['tea', 2], ['milk', 1], ['rum', 3]]).top(2, ([, n]) => n) // => [['rum', 3], ['tea', 2]]
   */
  top(n: number, key?: (record: T) => unknown, options: ActionOptions = {}): Promise<T[]> {
    return takeOrdered(this, n, { descending: true, key }, options)
  }

  /**
   * The least `n` records, least first, by their natural order or that of a key.
   * @param n number of records
   * @param key what to order a record by; by default the record itself
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC2002 when `n` is negative or no integer
   * @example
   * await ctx.parallelize([5, 3, 9, 1]).takeOrdered(2) // => [1, 3]
   */
  takeOrdered(n: number, key?: (record: T) => unknown, options: ActionOptions = {}): Promise<T[]> {
    return takeOrdered(this, n, { descending: false, key }, options)
  }

  /**
   * The greatest record by natural order, in which `NaN` is above every number, or by that of a key. The first of equals.
   * @param key what to order a record by; by default the record itself
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC2004 when there are no records
   * @example
   * await ctx.parallelize(['tea', 'milk', 'rum']).max((word) => word.length) // => 'milk'
   */
  max(key?: (record: T) => unknown, options: ActionOptions = {}): Promise<T> {
    return extreme(this, { descending: true, key }, options)
  }

  /**
   * The least record by natural order or that of a key. The first of equals.
   * @param key what to order a record by; by default the record itself
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC2004 when there are no records
   * @example
   * await ctx.parallelize(['tea', 'milk', 'rum']).min() // => 'milk'
   */
  min(key?: (record: T) => unknown, options: ActionOptions = {}): Promise<T> {
    return extreme(this, { descending: false, key }, options)
  }

  /**
   * How often each value occurs, in the driver's memory. Values are compared as keys are, and so is what is looked up in
   * the result: `get(['a', 1])` finds what another `['a', 1]` has counted.
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC4002 when a record has no value to compare, such as a function
   * @example
   * await ctx.parallelize(['tea', 'milk', 'tea']).countByValue() // => new Map([['tea', 2], ['milk', 1]])
   */
  countByValue(options: ActionOptions = {}): Promise<Map<T, number>> {
    return countByValue(this, options)
  }

  /**
   * The number of records, or, when a time is over before it is known, its bounds.
   * @param timeout milliseconds to wait for an exact answer
   * @param confidence how likely the bounds should hold the true number, from 0 to 1; 0.95 by default
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC2002 when an argument is out of range
   * @example
   * const { initialValue, isInitialValueFinal } = await ctx.range(1000).countApprox(60_000)
   * const seen = [initialValue.mean, isInitialValueFinal] // => [1000, true]
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
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC2002 when an argument is out of range
   * @example
   * const { initialValue } = await ctx.parallelize(['tea', 'milk', 'tea']).countByValueApprox(60_000)
   * initialValue.get('tea')?.mean // => 2
   */
  countByValueApprox(
    timeout: number,
    confidence: number = 0.95,
    options: ActionOptions = {},
  ): Promise<PartialResult<Map<T, BoundedDouble>>> {
    return countByValueApprox(this, { timeout, confidence }, options)
  }

  /**
   * Calls a function on the workers for each record. A failed attempt runs again, so its effects should be idempotent.
   * @param f called for its effects; what it gives is dropped
   * @param options.signal cancels the job when it aborts
   * @example
   * const longest = ctx.accumulator('', (a, b) => (b.length > a.length ? b : a))
   * await ctx.parallelize(['tea', 'milk', 'rum']).foreach((word) => longest.add(word))
   * longest.value // => 'milk'
   */
  foreach(f: (record: T) => void, options: ActionOptions = {}): Promise<void> {
    return foreach(this, f, options)
  }

  /**
   * As `foreach`, for a function marked as a task.
   * @param task as the function that `foreach` takes
   * @param options.signal cancels the job when it aborts
   * @example
   * ```ts
   * import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * /** @task *\/
   * function log([file, line]: [string, string]): void {
   *   appendFileSync(file, line)
   * }
   *
   * const file = `${mkdtempSync(`${tmpdir()}/atomic-`)}/log`
   * await ctx.parallelize(['tea'], 1).map((word) => [file, word]).foreachTask(log)
   * readFileSync(file, 'utf8') // => 'tea'
   * ```
   */
  foreachTask(task: (record: T) => void, options: ActionOptions = {}): Promise<void> {
    return foreach(this, task, options)
  }

  /**
   * Writes every record as a line into a new folder, a file for each partition, all at once or not at all: nobody sees a
   * part of it, and an attempt that fails leaves nothing. Strings are written as they are, other values as JSON.
   * @param path a folder that does not exist yet
   * @param options.compression `gzip` or `zstd`; none by default
   * @param options.overwrite whether what exists at the path is replaced, at the end; false by default
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC5003 when the path exists
   * @throws ATOMIC5004 when it cannot be written
   * @example
   * import { mkdtempSync, readdirSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * const path = `${mkdtempSync(`${tmpdir()}/atomic-`)}/words`
   * const words = ctx.parallelize(['tea', 'milk'], 2)
   * await words.saveAsTextFile(path)
   * readdirSync(path) // => ['_SUCCESS', 'part-00000', 'part-00001']
   * await words.saveAsTextFile(path, { compression: 'gzip', overwrite: true })
   * readdirSync(path) // => ['_SUCCESS', 'part-00000.gz', 'part-00001.gz']
   * await ctx.textFile(path).collect() // => ['tea', 'milk']
   */
  saveAsTextFile(path: string, options: SaveOptions = {}): Promise<void> {
    return save(this, 'saveAsTextFile', { path, format: 'text' }, options)
  }
}
