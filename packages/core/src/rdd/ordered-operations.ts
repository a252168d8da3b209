import { lookup } from '../actions/lookup.ts'
import { callSite } from './call-site.ts'
import { node, type NarrowNode } from './node.ts'
import { partitionCount } from './partition-count.ts'
import { SamplesByKey } from './samples-by-key.ts'
import type { RDD } from './rdd.ts'

/**
 * The operations that find pairs by the order, or the place, of their keys.
 * @operators
 */
export abstract class OrderedOperations<T> extends SamplesByKey<T> {
  /**
   * Sorts by key: within each partition, and from each partition to the next. Numbers by size (`NaN` last), strings by
   * UTF-16 code unit, dates by time, tuples slot by slot. Equal keys keep their order.
   * @param options.ascending true by default
   * @param options.partitions number of partitions of the result; by default that of this RDD
   * @param options.by what to order a key by; by default the key itself
   * @example
   * const stock = ctx.parallelize([['tea', 2], ['Milk', 1], ['rum', 3]])
   * await stock.sortByKey().keys().collect() // => ['Milk', 'rum', 'tea']
   * await stock.sortByKey({ by: (name) => name.toLowerCase(), ascending: false }).keys().collect()
   * // => ['tea', 'rum', 'Milk']
   */
  sortByKey<K, V>(this: RDD<readonly [K, V]>, options: SortByKeyOptions<K> = {}): RDD<[K, V]> {
    const { ascending = true, by } = options
    const partitions = partitionCount('sortByKey', options.partitions, this.lineage)
    const partitioner = { kind: 'range', partitions, ascending } as const
    const sort = { op: 'sort', params: { ascending } }
    if (!by) return this.moved('sortByKey', partitioner, { before: [], after: [sort] })
    return this.narrow<[unknown, [K, V]]>('sortByKey', { op: 'keyByKey', tasks: [this.link(by)] })
      .moved<[unknown, [K, V]]>('sortByKey', partitioner, { before: [], after: [sort] })
      .values()
  }

  /**
   * Moves every pair to the partition of its key, and sorts each partition by key on the way: for less than a move and
   * then a sort. Equal keys keep their order.
   * @param partitions number of partitions
   * @param by from key to an integer, whose remainder is the partition; by default the key's hash
   * @param options.ascending true by default
   * @example
   * const visits = ctx.parallelize([[3, 'c'], [1, 'a'], [2, 'b']])
   * await visits.repartitionAndSortWithinPartitions(2, (user) => user).glom().collect()
   * // => [[[2, 'b']], [[1, 'a'], [3, 'c']]]
   */
  repartitionAndSortWithinPartitions<K, V>(
    this: RDD<readonly [K, V]>,
    partitions: number,
    by?: (key: K) => number,
    options: { readonly ascending?: boolean } = {},
  ): RDD<[K, V]> {
    const op = 'repartitionAndSortWithinPartitions'
    const sort = { op: 'sort', params: { ascending: options.ascending ?? true } }
    return this.moved(op, this.partitionerOf(op, partitions, by), { before: [], after: [sort] })
  }

  /**
   * The pairs whose keys lie between two others, both included, in the order of `sortByKey`. Of an RDD that is sorted by
   * key, only the partitions that may hold such keys are computed.
   * @param lower the least key that stays
   * @param upper the greatest key that stays
   * @throws ATOMIC4001 when a bound cannot travel
   * @example
   * const byDay = ctx.parallelize([[new Date('2024-01-31'), 'a'], [new Date('2024-05-01'), 'b']]).sortByKey()
   * const spring = byDay.filterByRange(new Date('2024-03-01'), new Date('2024-05-31'))
   * await spring.values().collect() // => ['b']
   */
  filterByRange<K, V>(this: RDD<readonly [K, V]>, lower: K, upper: K): RDD<[K, V]> {
    const { partitions, partitioner } = this.lineage
    const keys = this.copyOf({ lower, upper })
    return this.on(
      node<NarrowNode>({
        ...{ kind: 'narrow', op: 'filterByRange', at: callSite(), partitions, partitioner },
        parent: this.lineage,
        steps: [{ op: 'filterRange', params: keys }],
        within: keys,
      }),
    )
  }

  /**
   * All values of a key. Reads one partition when it is known where the key must be: after `partitionBy`, `reduceByKey`
   * and other operations by key, and after `sortByKey`.
   * @param key compared by value
   * @throws ATOMIC4001 when the key cannot travel
   * @throws ATOMIC4002 when it cannot be compared by value
   * @example
   * const sales = ctx.parallelize([['tea', 2], ['milk', 1], ['tea', 3]])
   * await sales.lookup('tea') // => [2, 3]
   * await sales.partitionBy(8).lookup('rum') // => []
   */
  lookup<K, V>(this: RDD<readonly [K, V]>, key: K): Promise<V[]> {
    const isSorted = this.lineage.partitioner?.kind === 'range'
    return lookup(isSorted ? this.filterByRange(key, key) : this, key)
  }

  /** What a value is now, whatever becomes of it later. */
  private copyOf<P extends Record<string, unknown>>(value: P): P {
    return this.runner.decode(this.runner.encode(value, callSite())) as P
  }
}

/** Options of `sortByKey`. */
export interface SortByKeyOptions<K> {
  /** Least first; true by default. */
  readonly ascending?: boolean
  /** Number of partitions of the result; by default that of the RDD. */
  readonly partitions?: number
  /** What to order a key by; by default the key itself. */
  readonly by?: (key: K) => unknown
}
