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
  /** The key of every pair; duplicates stay. */
  keys<K>(this: RDD<readonly [K, unknown]>): RDD<K> {
    return this.narrow('keys', { op: 'keys' })
  }

  /** The value of every pair; duplicates stay. */
  values<V>(this: RDD<readonly [unknown, V]>): RDD<V> {
    return this.narrow('values', { op: 'values' })
  }

  /** Applies a function to every value; keys, and how they are spread, stay. */
  mapValues<K, V, U extends Shape>(this: RDD<readonly [K, V]>, f: (value: V) => U): RDD<[K, U]> {
    return this.narrow('mapValues', { op: 'mapValues', tasks: [this.link(f)] }, true)
  }

  /** As `mapValues`, for a function marked as a task. */
  mapValuesTask<K, V, U extends Shape>(this: RDD<readonly [K, V]>, task: (value: V) => U): RDD<[K, U]> {
    const tasks = [this.link(task)]
    return this.narrow('mapValuesTask', { op: 'mapValues', tasks }, true)
  }

  /**
   * Applies a function that gives any number of values for each, as an array or another iterable; each makes a pair with
   * the key. Keys, and how they are spread, stay.
   * @example lines.flatMapValues((line) => line.split(' '))
   */
  flatMapValues<K, V, U extends Shape>(
    this: RDD<readonly [K, V]>,
    f: (value: V) => Iterable<U>,
  ): RDD<[K, U]> {
    return this.narrow('flatMapValues', { op: 'flatMapValues', tasks: [this.link(f)] }, true)
  }

  /** As `flatMapValues`, for a function marked as a task. */
  flatMapValuesTask<K, V, U extends Shape>(
    this: RDD<readonly [K, V]>,
    task: (value: V) => Iterable<U>,
  ): RDD<[K, U]> {
    return this.narrow('flatMapValuesTask', { op: 'flatMapValues', tasks: [this.link(task)] }, true)
  }

  /**
   * Merges the values of each key with an associative function, on the map side first.
   * @param partitions number of partitions of the result; by default as the default partitioner says
   * @example words.map((w) => [w, 1]).reduceByKey((a, b) => a + b)
   */
  reduceByKey<K, V>(this: RDD<readonly [K, V]>, f: MergeWidened<V>, partitions?: number): RDD<[K, Widen<V>]>
  reduceByKey<K, V>(this: RDD<readonly [K, V]>, f: Merge<V>, partitions?: number): RDD<[K, V]>
  reduceByKey<K, V>(this: RDD<readonly [K, V]>, f: Merge<V>, partitions?: number): RDD<[K, V]> {
    const step = { op: 'combine', tasks: [this.link(f)] }
    return this.shuffled('reduceByKey', partitions, { before: [step], after: [step] })
  }

  /** As `reduceByKey`, for a function marked as a task. */
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
   */
  groupByKey<K, V>(this: RDD<readonly [K, V]>, partitions?: number): RDD<[K, Group<V>]> {
    return this.shuffled('groupByKey', partitions, { before: [], after: [{ op: 'group' }] })
  }

  /**
   * Moves every record to the partition of its key, so that later operations by key need not move it again.
   * @param partitions number of partitions
   * @param by from key to an integer, whose remainder is the partition; by default the key's hash
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
type ShuffleSteps = Pick<ShuffleNode, 'before' | 'after' | 'unmoved'>
