import { callSite } from './call-site.ts'
import { node, type Node, type ShuffleNode } from './node.ts'
import { partitionCount } from './partition-count.ts'
import { Rearrangements } from './rearrangements.ts'
import type { Group, Merge, Shape, Widen } from './pair.ts'
import type { Partitioner } from './partitioner.ts'
import type { RDD } from './rdd.ts'
import type { Step } from '../operators/step.ts'

/**
 * The operations of RDDs whose records are `[key, value]`. Keys are compared by value; `1` and `"1"`, `null` and
 * `undefined` are different keys, and `NaN` equals itself.
 * @operators
 */
export abstract class PairOperations<T> extends Rearrangements<T> {
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
   * Merges the values of each key with an associative function, on the map side first.
   * @param partitions number of partitions of the result; by default that of this RDD
   * @example words.map((w) => [w, 1]).reduceByKey((a, b) => a + b)
   */
  reduceByKey<K, V>(this: RDD<readonly [K, V]>, f: Merge<Widen<V>>, partitions?: number): RDD<[K, Widen<V>]>
  reduceByKey<K, V>(this: RDD<readonly [K, V]>, f: Merge<V>, partitions?: number): RDD<[K, V]>
  reduceByKey<K, V>(this: RDD<readonly [K, V]>, f: Merge<V>, partitions?: number): RDD<[K, V]> {
    const step = { op: 'combine', tasks: [this.link(f)] }
    return this.shuffled('reduceByKey', partitions, { before: [step], after: [step] })
  }

  /** As `reduceByKey`, for a function marked as a task. */
  reduceByKeyTask<K, V>(
    this: RDD<readonly [K, V]>,
    task: Merge<Widen<V>>,
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
   * Sorts by key: within each partition, and from each partition to the next. Numbers by size (`NaN` last), strings by
   * UTF-16 code unit, dates by time, tuples slot by slot. Equal keys keep their order.
   * @param options.ascending true by default
   * @param options.partitions number of partitions of the result; by default that of this RDD
   */
  sortByKey<K, V>(
    this: RDD<readonly [K, V]>,
    options: { readonly ascending?: boolean; readonly partitions?: number } = {},
  ): RDD<[K, V]> {
    const { ascending = true } = options
    const partitions = partitionCount('sortByKey', options.partitions, this.lineage)
    const partitioner = { kind: 'range', partitions, ascending } as const
    return this.moved('sortByKey', partitioner, {
      before: [],
      after: [{ op: 'sort', params: { ascending } }],
    })
  }

  /**
   * Moves every record to the partition of its key, so that later operations by key need not move it again.
   * @param partitions number of partitions
   * @param by from key to an integer, whose remainder is the partition; by default the key's hash
   */
  partitionBy<K, V>(this: RDD<readonly [K, V]>, partitions: number, by?: (key: K) => number): RDD<[K, V]> {
    const count = partitionCount('partitionBy', partitions)
    const partitioner: Partitioner = by
      ? { kind: 'custom', partitions: count, task: this.link(by) }
      : { kind: 'hash', partitions: count }
    return this.moved('partitionBy', partitioner, { before: [], after: [] })
  }

  /** A shuffle by the default partitioner. */
  protected shuffled<U>(op: string, partitions: number | undefined, steps: ShuffleSteps): RDD<U> {
    return this.moved(op, defaultPartitioner(op, partitions, [this.lineage]), steps)
  }

  /** A shuffle by a partitioner. */
  protected moved<U>(op: string, partitioner: Partitioner, { before, after }: ShuffleSteps): RDD<U> {
    return this.on(
      node<ShuffleNode>({
        kind: 'shuffle',
        op,
        at: callSite(),
        partitions: partitioner.partitions,
        partitioner,
        parent: this.lineage,
        spread: partitioner,
        before,
        after,
        keyOf: 'pair',
      }),
    )
  }
}

interface ShuffleSteps {
  readonly before: readonly Step[]
  readonly after: readonly Step[]
}

/** The partitioner of the greatest parent that has one, when the user asks for no count; else by hash. */
export function defaultPartitioner(
  op: string,
  asked: number | undefined,
  parents: readonly Node[],
): Partitioner {
  const known = parents
    .flatMap(({ partitioner }) => partitioner ?? [])
    .toSorted((a, b) => b.partitions - a.partitions)[0]
  if (asked === undefined && known) return known
  return { kind: 'hash', partitions: partitionCount(op, asked, ...parents) }
}
