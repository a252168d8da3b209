import { callSite } from './call-site.ts'
import { defaultPartitioner } from './default-partitioner.ts'
import { node, type ShuffleNode } from './node.ts'
import { partitionCount } from './partition-count.ts'
import { Rearrangements } from './rearrangements.ts'
import type { Group, Merge, MergeWidened, Shape, Widen } from './pair.ts'
import type { Partitioner } from './partitioner.ts'
import type { RDD } from './rdd.ts'
import type { AnyFunction } from '../tasks/manifest.ts'

/**
 * The operations of RDDs whose records are `[key, value]`. Keys are compared by value; `1` and `"1"`, `null` and
 * `undefined` are different keys, and `NaN` equals itself.
 * @operators
 */
export abstract class PairOperations<T> extends Rearrangements<T> {
  /**
   * The key of every pair; duplicates stay.
   * @example
   * await ctx.parallelize([['tea', 2], ['milk', 1], ['tea', 3]]).keys().collect() // => ['tea', 'milk', 'tea']
   */
  keys<K>(this: RDD<readonly [K, unknown]>): RDD<K> {
    return this.narrow('keys', { op: 'keys' })
  }

  /**
   * The value of every pair; duplicates stay.
   * @example
   * await ctx.parallelize([['tea', 2], ['milk', 1], ['tea', 3]]).values().collect() // => [2, 1, 3]
   */
  values<V>(this: RDD<readonly [unknown, V]>): RDD<V> {
    return this.narrow('values', { op: 'values' })
  }

  /**
   * Applies a function to every value; keys, and how they are spread, stay.
   * @param f from value to value
   * @example
   * const prices = ctx.parallelize([['tea', 2], ['milk', 1]])
   * await prices.mapValues((price) => price * 10).collect() // => [['tea', 20], ['milk', 10]]
   */
  mapValues<K, V, U extends Shape>(this: RDD<readonly [K, V]>, f: (value: V) => U): RDD<[K, U]> {
    return this.narrow('mapValues', { op: 'mapValues', tasks: [this.link(f)] }, true)
  }

  /**
   * As `mapValues`, for a function marked as a task.
   * @param task as the function that `mapValues` takes
   * @example
   * ```ts
   * /** @task *\/
   * function inCents(price: number): number {
   *   return Math.round(price * 100)
   * }
   *
   * const prices = ctx.parallelize([['tea', 2.5], ['milk', 1.2]])
   * await prices.mapValuesTask(inCents).collect() // => [['tea', 250], ['milk', 120]]
   * ```
   */
  mapValuesTask<K, V, U extends Shape>(this: RDD<readonly [K, V]>, task: (value: V) => U): RDD<[K, U]> {
    const tasks = [this.link(task)]
    return this.narrow('mapValuesTask', { op: 'mapValues', tasks }, true)
  }

  /**
   * Applies a function that gives any number of values for each, as an array or another iterable; each makes a pair with
   * the key. Keys, and how they are spread, stay.
   * @param f from value to values
   * @example
   * const lines = ctx.parallelize([[1, 'to be'], [2, 'or not']])
   * await lines.flatMapValues((line) => line.split(' ')).collect() // => [[1, 'to'], [1, 'be'], [2, 'or'], [2, 'not']]
   */
  flatMapValues<K, V, U extends Shape>(
    this: RDD<readonly [K, V]>,
    f: (value: V) => Iterable<U>,
  ): RDD<[K, U]> {
    return this.narrow('flatMapValues', { op: 'flatMapValues', tasks: [this.link(f)] }, true)
  }

  /**
   * As `flatMapValues`, for a function marked as a task.
   * @param task as the function that `flatMapValues` takes
   * @example
   * ```ts
   * /** @task *\/
   * function words(line: string): string[] {
   *   return line.split(' ')
   * }
   *
   * await ctx.parallelize([[1, 'to be']]).flatMapValuesTask(words).collect() // => [[1, 'to'], [1, 'be']]
   * ```
   */
  flatMapValuesTask<K, V, U extends Shape>(
    this: RDD<readonly [K, V]>,
    task: (value: V) => Iterable<U>,
  ): RDD<[K, U]> {
    return this.narrow('flatMapValuesTask', { op: 'flatMapValues', tasks: [this.link(task)] }, true)
  }

  /**
   * Merges the values of each key with an associative function, on the map side first.
   * @param partitions number of partitions of the result; by default as the default partitioner says
   * @param f merges two values of a key
   * @example
   * const words = ctx.parallelize(['to', 'be', 'or', 'not', 'to', 'be'])
   * const counts = words.map((word) => [word, 1]).reduceByKey((a, b) => a + b)
   * await counts.collectAsMap() // => new Map([['to', 2], ['be', 2], ['or', 1], ['not', 1]])
   */
  reduceByKey<K, V>(this: RDD<readonly [K, V]>, f: MergeWidened<V>, partitions?: number): RDD<[K, Widen<V>]>
  reduceByKey<K, V>(this: RDD<readonly [K, V]>, f: Merge<V>, partitions?: number): RDD<[K, V]>
  reduceByKey<K, V>(this: RDD<readonly [K, V]>, f: Merge<V>, partitions?: number): RDD<[K, V]> {
    const step = { op: 'combine', tasks: [this.link(f)] }
    return this.shuffled('reduceByKey', partitions, { before: [step], after: [step] })
  }

  /**
   * As `reduceByKey`, for a function marked as a task.
   * @param task as the function that `reduceByKey` takes
   * @param partitions number of partitions of the result; by default as the default partitioner says
   * @example
   * ```ts
   * /** @task *\/
   * function larger(a: number, b: number): number {
   *   return Math.max(a, b)
   * }
   *
   * const marks = ctx.parallelize([['Ada', 7], ['Bo', 5], ['Ada', 9]])
   * await marks.reduceByKeyTask(larger).collectAsMap() // => new Map([['Ada', 9], ['Bo', 5]])
   * ```
   */
  reduceByKeyTask<K, V>(
    this: RDD<readonly [K, V]>,
    task: MergeWidened<V>,
    partitions?: number,
  ): RDD<[K, Widen<V>]>
  reduceByKeyTask<K, V>(this: RDD<readonly [K, V]>, task: Merge<V>, partitions?: number): RDD<[K, V]>
  reduceByKeyTask<K, V>(this: RDD<readonly [K, V]>, task: Merge<V>, partitions?: number): RDD<[K, V]> {
    const step = { op: 'combine', tasks: [this.link(task)] }
    return this.shuffled('reduceByKeyTask', partitions, { before: [step], after: [step] })
  }

  /**
   * All values of each key together. Every value moves; prefer `reduceByKey` where values can be merged.
   * @param partitions number of partitions of the result; by default that of this RDD
   * @example
   * const sales = ctx.parallelize([['tea', 2], ['milk', 1], ['tea', 3]])
   * const amounts = sales.groupByKey().mapValues((group) => [...group])
   * await amounts.collectAsMap() // => new Map([['tea', [2, 3]], ['milk', [1]]])
   */
  groupByKey<K, V>(this: RDD<readonly [K, V]>, partitions?: number): RDD<[K, Group<V>]> {
    return this.shuffled('groupByKey', partitions, { before: [], after: [{ op: 'group' }] })
  }

  /**
   * Moves every record to the partition of its key, so that later operations by key need not move it again.
   * @param partitions number of partitions
   * @param by from key to an integer, whose remainder is the partition; by default the key's hash
   * @throws ATOMIC2002 when `partitions` is no integer of 1 or more
   * @example
   * const spread = ctx.parallelize([[1, 'a'], [2, 'b'], [3, 'c']]).partitionBy(2, (key) => key)
   * await spread.glom().collect() // => [[[2, 'b']], [[1, 'a'], [3, 'c']]]
   * spread.partitioner?.kind // => 'custom'
   */
  partitionBy<K, V>(this: RDD<readonly [K, V]>, partitions: number, by?: (key: K) => number): RDD<[K, V]> {
    return this.moved('partitionBy', this.partitionerOf('partitionBy', partitions, by), {
      before: [],
      after: [],
    })
  }

  /** The partitioner that a call asks for: by a function of the key, or else by hash. */
  protected partitionerOf(op: string, partitions: number, by: AnyFunction | undefined): Partitioner {
    const count = partitionCount(op, partitions)
    return by
      ? { kind: 'custom', partitions: count, task: this.link(by) }
      : { kind: 'hash', partitions: count }
  }

  /** A shuffle by the default partitioner. */
  protected shuffled<U>(op: string, partitions: number | undefined, steps: ShuffleSteps): RDD<U> {
    return this.moved(op, defaultPartitioner(op, partitions, [this.lineage]), steps)
  }

  /** A shuffle by a partitioner. */
  protected moved<U>(op: string, partitioner: Partitioner, steps: ShuffleSteps): RDD<U> {
    return this.on(
      node<ShuffleNode>({
        kind: 'shuffle',
        op,
        at: callSite(),
        partitions: partitioner.partitions,
        partitioner,
        parent: this.lineage,
        spread: partitioner,
        ...steps,
        keyOf: 'pair',
      }),
    )
  }
}

/** What happens before and after a move, and instead when nothing has to move. */
export type ShuffleSteps = Pick<ShuffleNode, 'before' | 'after' | 'unmoved'>
