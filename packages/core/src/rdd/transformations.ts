import { callSite } from './call-site.ts'
import { node, type ShuffleNode } from './node.ts'
import { partitionCount } from './partition-count.ts'
import { RddBase } from './base.ts'
import type { Shape } from './pair.ts'
import type { RDD } from './rdd.ts'

/**
 * The operations that make one RDD from another. Nothing runs until an action.
 * @operators
 */
export abstract class Transformations<T> extends RddBase<T> {
  /**
   * Applies a function to every record.
   * @param f one record in, one out
   * @example
   * const words = ctx.parallelize(['tea', 'milk'])
   * await words.map((word) => [word, word.length]).collect() // => [['tea', 3], ['milk', 4]]
   */
  map<U extends Shape>(f: (record: T) => U): RDD<U> {
    return this.narrow('map', { op: 'map', tasks: [this.link(f)] })
  }

  /**
   * As `map`, for a function marked as a task.
   * @param task as the function that `map` takes
   * @example
   * ```ts
   * /** @task *\/
   * function half(n: number): number {
   *   return n / 2
   * }
   *
   * await ctx.range(4).mapTask(half).collect() // => [0, 0.5, 1, 1.5]
   * ```
   */
  mapTask<U extends Shape>(task: (record: T) => U): RDD<U> {
    return this.narrow('mapTask', { op: 'map', tasks: [this.link(task)] })
  }

  /**
   * Keeps the records for which a function is true. A type guard narrows the element type.
   * @param f true for records that stay
   * @example
   * const numbers = ctx.parallelize([3, null, 4])
   * await numbers.filter((n) => n !== 4).collect() // => [3, null]
   * await numbers.filter((n): n is number => n !== null).sum() // => 7
   */
  filter<S extends T>(f: (record: T) => record is S): RDD<S>
  filter(f: (record: T) => boolean): RDD<T>
  filter(f: (record: T) => boolean): RDD<T> {
    return this.narrow('filter', { op: 'filter', tasks: [this.link(f)] }, true)
  }

  /**
   * As `filter`, for a function marked as a task.
   * @param task as the function that `filter` takes
   * @example
   * ```ts
   * /** @task *\/
   * function isEven(n: number): boolean {
   *   return n % 2 === 0
   * }
   *
   * await ctx.range(5).filterTask(isEven).collect() // => [0, 2, 4]
   * ```
   */
  filterTask(task: (record: T) => boolean): RDD<T> {
    return this.narrow('filterTask', { op: 'filter', tasks: [this.link(task)] }, true)
  }

  /**
   * Applies a function that gives any number of records for each, as an array or another iterable.
   * @param f from record to records
   * @example
   * const lines = ctx.parallelize(['to be', 'or not'])
   * await lines.flatMap((line) => line.split(' ')).collect() // => ['to', 'be', 'or', 'not']
   */
  flatMap<U extends Shape>(f: (record: T) => Iterable<U>): RDD<U> {
    return this.narrow('flatMap', { op: 'flatMap', tasks: [this.link(f)] })
  }

  /**
   * As `flatMap`, for a function marked as a task.
   * @param task as the function that `flatMap` takes
   * @example
   * ```ts
   * /** @task *\/
   * function letters(word: string): string[] {
   *   return [...word]
   * }
   *
   * await ctx.parallelize(['ab', 'c']).flatMapTask(letters).collect() // => ['a', 'b', 'c']
   * ```
   */
  flatMapTask<U extends Shape>(task: (record: T) => Iterable<U>): RDD<U> {
    return this.narrow('flatMapTask', {
      op: 'flatMap',
      tasks: [this.link(task)],
    })
  }

  /**
   * Calls a function once for each partition, with an iterable of its records. A generator keeps memory flat.
   * @param f from the records of a partition to those of the result
   * @param options.preservesPartitioning the function leaves keys as they are, so a known partitioner stays known; false by default
   * @example
   * const doubled = ctx.range(4).mapPartitions(function* (numbers) {
   *   for (const n of numbers) yield n * 2
   * })
   * await doubled.collect() // => [0, 2, 4, 6]
   */
  mapPartitions<U extends Shape>(
    f: (records: Iterable<T>) => Iterable<U>,
    options: PartitioningOptions = {},
  ): RDD<U> {
    const step = { op: 'mapPartitions', tasks: [this.link(f)] }
    return this.narrow('mapPartitions', step, options.preservesPartitioning)
  }

  /**
   * As `mapPartitions`, for a function marked as a task.
   * @param task as the function that `mapPartitions` takes
   * @example
   * ```ts
   * /** @task *\/
   * function* runningSums(numbers: Iterable<number>): Generator<number> {
   *   let sum = 0
   *   for (const n of numbers) yield (sum += n)
   * }
   *
   * await ctx.range(0, 6, { partitions: 2 }).mapPartitionsTask(runningSums).collect() // => [0, 1, 3, 3, 7, 12]
   * ```
   */
  mapPartitionsTask<U extends Shape>(task: (records: Iterable<T>) => Iterable<U>): RDD<U> {
    const tasks = [this.link(task)]
    return this.narrow('mapPartitionsTask', { op: 'mapPartitions', tasks })
  }

  /**
   * Pairs every record with a key.
   * @param f from record to key
   * @example
   * await ctx.parallelize(['tea', 'milk']).keyBy((word) => word.length).collect() // => [[3, 'tea'], [4, 'milk']]
   */
  keyBy<K extends Shape>(f: (record: T) => K): RDD<[K, T]> {
    return this.narrow('keyBy', { op: 'keyBy', tasks: [this.link(f)] })
  }

  /**
   * As `keyBy`, for a function marked as a task.
   * @param task as the function that `keyBy` takes
   * @example
   * ```ts
   * /** @task *\/
   * function initial(word: string): string {
   *   return word.charAt(0)
   * }
   *
   * await ctx.parallelize(['tea', 'milk']).keyByTask(initial).collect() // => [['t', 'tea'], ['m', 'milk']]
   * ```
   */
  keyByTask<K extends Shape>(task: (record: T) => K): RDD<[K, T]> {
    return this.narrow('keyByTask', { op: 'keyBy', tasks: [this.link(task)] })
  }

  /**
   * As `mapPartitions`, for a function that is told the index of the partition first.
   * @param f from the partition, from 0, and its records to those of the result
   * @param options.preservesPartitioning the function leaves keys as they are, so a known partitioner stays known; false by default
   * @example
   * const lines = ctx.parallelize(['name', 'Ada', 'Alan'], 2)
   * const withoutHeader = lines.mapPartitionsWithIndex((index, records) => (index === 0 ? [...records].slice(1) : records))
   * await withoutHeader.collect() // => ['Ada', 'Alan']
   */
  mapPartitionsWithIndex<U extends Shape>(
    f: (index: number, records: Iterable<T>) => Iterable<U>,
    options: PartitioningOptions = {},
  ): RDD<U> {
    const step = { op: 'mapPartitionsWithIndex', tasks: [this.link(f)], params: { offset: 0 } }
    return this.narrow('mapPartitionsWithIndex', step, options.preservesPartitioning)
  }

  /**
   * One record for each partition: an array of its records, empty for an empty partition. It is in memory as a whole, as
   * every record is.
   * @example
   * await ctx.range(0, 5, { partitions: 2 }).glom().collect() // => [[0, 1], [2, 3, 4]]
   */
  glom(): RDD<T[]> {
    return this.narrow('glom', { op: 'glom' })
  }

  /**
   * Pairs every record with its position in the RDD, from 0. Of more than one partition, a job counts the records when an
   * action first needs the positions.
   * @example
   * await ctx.parallelize(['a', 'b', 'c'], 2).zipWithIndex().collect() // => [['a', 0], ['b', 1], ['c', 2]]
   */
  zipWithIndex(): RDD<[T, number]> {
    return this.narrow('zipWithIndex', { op: 'numberRecords', params: { offset: 0, starts: [] } })
  }

  /**
   * Pairs every record with a number that no other record has: those of partition `k` of `n` get `k`, `k + n`, `k + 2n`, …
   * No job counts anything.
   * @example
   * await ctx.parallelize(['a', 'b', 'c'], 2).zipWithUniqueId().collect() // => [['a', 0], ['b', 1], ['c', 3]]
   */
  zipWithUniqueId(): RDD<[T, number]> {
    const { partitions } = this.lineage
    return this.narrow('zipWithUniqueId', { op: 'numberUniquely', params: { offset: 0, partitions } })
  }

  /**
   * Each record once, compared by value: tuples, dates and plain objects are equal when their contents are.
   * @param partitions number of partitions of the result; by default that of this RDD
   * @throws ATOMIC4002 when a record has no value to compare, such as a function
   * @example
   * const seen = await ctx.parallelize([[1, 'a'], [1, 'a'], [2, 'a']]).distinct().collect()
   * seen.toSorted() // => [[1, 'a'], [2, 'a']]
   */
  distinct(partitions?: number): RDD<T> {
    const count = partitionCount('distinct', partitions, this.lineage)
    return this.on(
      node<ShuffleNode>({
        kind: 'shuffle',
        op: 'distinct',
        at: callSite(),
        partitions: count,
        parent: this.lineage,
        spread: { kind: 'hash', partitions: count },
        before: [{ op: 'unique' }],
        after: [{ op: 'unique' }],
        keyOf: 'record',
      }),
    )
  }
}

/** Options of operations whose function may leave keys as they are. */
export interface PartitioningOptions {
  /** The function leaves keys as they are, so a known partitioner stays known; false by default. */
  readonly preservesPartitioning?: boolean
}
