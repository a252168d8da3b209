import { collectAsMap, countByKey, reduceByKeyLocally } from '../actions/by-key.ts'
import { sketchPrecision } from '../actions/count-approx-distinct.ts'
import { countByValueApprox } from '../actions/count-approx.ts'
import { partial } from '../operators/partial.ts'
import type { Step } from '../operators/step.ts'
import { PairOperations, type ShuffleSteps } from './pair-operations.ts'
import type { ActionOptions } from './action-options.ts'
import type { BoundedDouble, PartialResult } from './bounded-double.ts'
import type { Growing, Merge, MergeWidened, Shape, Widen } from './pair.ts'
import type { RDD } from './rdd.ts'
import type { AnyFunction } from '../tasks/manifest.ts'

/**
 * The operations that make one result of the values of each key: in each partition first, so that one pair a key moves.
 * @operators
 */
export abstract class AggregationsByKey<T> extends PairOperations<T> {
  /**
   * Merges the values of each key into a zero with an associative function. The zero is merged once for each key in each
   * partition, as in Spark, so it should be neutral; each time it is a fresh copy, which the function may change.
   * @param zero where the merging of each key begins
   * @param f merges a value into what there is so far of its key
   * @param partitions number of partitions of the result; by default as the default partitioner says
   * @throws ATOMIC4001 when the zero cannot travel
   * @example
   * const sales = ctx.parallelize([['tea', 2], ['milk', 1], ['tea', 3]])
   * await sales.foldByKey(0, (sum, amount) => sum + amount).collectAsMap() // => new Map([['tea', 5], ['milk', 1]])
   */
  foldByKey<K, V>(
    this: RDD<readonly [K, V]>,
    zero: Widen<V>,
    f: MergeWidened<V>,
    partitions?: number,
  ): RDD<[K, Widen<V>]>
  foldByKey<K, V>(this: RDD<readonly [K, V]>, zero: V, f: Merge<V>, partitions?: number): RDD<[K, V]>
  foldByKey<K, V>(this: RDD<readonly [K, V]>, zero: V, f: Merge<V>, partitions?: number): RDD<[K, V]> {
    return this.folded('foldByKey', zero, [f, f], partitions)
  }

  /**
   * Folds the values of each key in each partition into a copy of the zero with `seq`, then merges the results of all
   * partitions with `comb`. The result may have another type than the values. Both may change their first argument.
   * @param zero where the folding of each key begins
   * @param seq folds a value into what there is so far
   * @param partitions number of partitions of the result; by default as the default partitioner says
   * @param comb merges the results of two partitions
   * @throws ATOMIC4001 when the zero cannot travel
   * @example
   * const marks = ctx.parallelize([['Ada', 7], ['Bo', 5], ['Ada', 9]])
   * const sums = marks.aggregateByKey([0, 0], ([sum, n], mark) => [sum + mark, n + 1], (a, b) => [a[0] + b[0], a[1] + b[1]])
   * await sums.mapValues(([sum, n]) => sum / n).collectAsMap() // => new Map([['Ada', 8], ['Bo', 5]])
   */
  aggregateByKey<K, V, A>(
    this: RDD<readonly [K, V]>,
    zero: A & Shape,
    seq: (acc: A, value: V) => A & Shape,
    comb: (a: A, b: A) => A & Shape,
    partitions?: number,
  ): RDD<[K, A]> {
    return this.folded('aggregateByKey', zero, [seq, comb], partitions)
  }

  /**
   * As `aggregateByKey`, where a combiner is made of a key's first value in a partition instead of a zero.
   * @param create makes a combiner of a value; `[value]` is a list, to which others are added
   * @param mergeValue merges a value into a combiner
   * @param mergeCombiners merges the combiners of two partitions
   * @param partitions number of partitions of the result; by default as the default partitioner says
   * @example
   * const words = ctx.parallelize(['tea', 'milk', 'rum']).keyBy((word) => word.length)
   * const sets = words.combineByKey((w) => new Set([w]), (set, w) => set.add(w), (a, b) => new Set([...a, ...b]))
   * await sets.collectAsMap() // => new Map([[3, new Set(['tea', 'rum'])], [4, new Set(['milk'])]])
   * const lists = words.combineByKey((w) => [w], (list, w) => [...list, w], (a, b) => a.concat(b))
   * await lists.mapValues((list) => list.length).collectAsMap() // => new Map([[3, 2], [4, 1]])
   */
  combineByKey<K, V, C extends Shape>(
    this: RDD<readonly [K, V]>,
    create: (value: V) => C,
    mergeValue: (combiner: Growing<C>, value: V) => Growing<C>,
    mergeCombiners: (a: Growing<C>, b: Growing<C>) => Growing<C>,
    partitions?: number,
  ): RDD<[K, Growing<C>]> {
    const before = [{ op: 'createCombiners', tasks: [this.link(create), this.link(mergeValue)] }]
    const after = [{ op: 'combine', tasks: [this.link(mergeCombiners)] }]
    return this.shuffled('combineByKey', partitions, aggregation(before, after))
  }

  /**
   * About how many different values each key has. A key takes up to 2^p bytes on the way, p growing with the accuracy: 512
   * at 5 %.
   * @param relativeSD the relative standard deviation of the answers, from 0.0021 to 1
   * @param partitions number of partitions of the result; by default as the default partitioner says
   * @throws ATOMIC2002 when `relativeSD` is out of range
   * @throws ATOMIC4002 when a value cannot be compared by value, such as a function
   * @example
   * const visits = ctx.range(1000).map((n) => [n % 2 === 0 ? '/home' : '/about', n % 100])
   * const visitors = await visits.countApproxDistinctByKey(0.01).collectAsMap()
   * Math.round((visitors.get('/home') ?? 0) / 10) // => 5
   */
  countApproxDistinctByKey<K>(
    this: RDD<readonly [K, unknown]>,
    relativeSD = 0.05,
    partitions?: number,
  ): RDD<[K, number]> {
    const precision = sketchPrecision('countApproxDistinctByKey', relativeSD)
    const before = [{ op: 'sketchValues', params: { precision } }]
    const after = [{ op: 'mergeSketches' }, { op: 'estimateSketches' }]
    return this.shuffled('countApproxDistinctByKey', partitions, aggregation(before, after))
  }

  /**
   * How many pairs each key has, counted on the workers. The Map compares keys by value, as all operations by key do:
   * `get([1, 'a'])` finds the count of that tuple.
   * @example
   * const words = ctx.parallelize(['tea', 'milk', 'rum'])
   * await words.map((word) => [word.length, word]).countByKey() // => new Map([[3, 2], [4, 1]])
   */
  countByKey<K>(this: RDD<readonly [K, unknown]>): Promise<Map<K, number>> {
    return countByKey(this.countsByKey<K>())
  }

  /**
   * As `countByKey`, or, when a time is over before it is known, the bounds of the number of pairs of each key seen so far.
   * @param timeout milliseconds to wait for an exact answer
   * @param confidence how likely the bounds should hold the true number, from 0 to 1; 0.95 by default
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC2002 when an argument is out of range
   * @example
   * const visits = ctx.parallelize([['/home', 1], ['/about', 2], ['/home', 3]])
   * const { initialValue } = await visits.countByKeyApprox(60_000)
   * initialValue.get('/home')?.mean // => 2
   */
  countByKeyApprox<K>(
    this: RDD<readonly [K, unknown]>,
    timeout: number,
    confidence: number = 0.95,
    options: ActionOptions = {},
  ): Promise<PartialResult<Map<K, BoundedDouble>>> {
    return countByValueApprox(this.keys(), { op: 'countByKeyApprox', timeout, confidence }, options)
  }

  /**
   * Merges the values of each key with an associative function: in each partition on the workers, then in the driver, in
   * the order of the partitions. No shuffle; every key must fit in the driver. The Map compares keys by value.
   * @param f merges two values of a key
   * @example
   * const sales = ctx.parallelize([['tea', 2], ['milk', 1], ['tea', 3]])
   * const sums = await sales.reduceByKeyLocally((a, b) => a + b)
   * sums.get('tea') // => 5
   */
  reduceByKeyLocally<K, V>(this: RDD<readonly [K, V]>, f: MergeWidened<V>): Promise<Map<K, Widen<V>>>
  reduceByKeyLocally<K, V>(this: RDD<readonly [K, V]>, f: Merge<V>): Promise<Map<K, V>>
  reduceByKeyLocally<K, V>(this: RDD<readonly [K, V]>, f: Merge<V>): Promise<Map<K, V>> {
    return reduceByKeyLocally(this, f)
  }

  /**
   * All pairs as a Map in the driver's memory, which compares keys by value. Of a key's values, the last one stays.
   * @example
   * const prices = await ctx.parallelize([[['tea', 'green'], 2], [['tea', 'black'], 1]]).collectAsMap()
   * prices.get(['tea', 'black']) // => 1
   */
  collectAsMap<K, V>(this: RDD<readonly [K, V]>): Promise<Map<K, V>> {
    return collectAsMap(this)
  }

  /** A fold by key: into copies of a zero with one function, then of the results with another. */
  protected folded<K, A>(
    op: string,
    zero: unknown,
    [seq, comb]: readonly [AnyFunction, AnyFunction],
    partitions: number | undefined,
  ): RDD<[K, A]> {
    const params = { zero: this.runner.encode(zero, this.callSite()) }
    const before = [{ op: 'foldValues', tasks: [this.link(seq)], params }]
    const after = [{ op: 'combine', tasks: [this.link(comb)] }]
    return this.shuffled(op, partitions, aggregation(before, after))
  }

  protected countsByKey<K>(): RDD<[K, number]> {
    const before = [{ op: 'countValues' }]
    return this.shuffled('countByKey', undefined, aggregation(before, [{ op: 'addCounts' }]))
  }
}

/**
 * The steps of an aggregation, of which those before the move give parts that those after it put together. Where nothing
 * moves they do so, too: then what has no room can be put together on disk.
 */
function aggregation(before: readonly Step[], after: readonly Step[]): ShuffleSteps {
  return { before, after, unmoved: [...before.map(partial), ...after] }
}
