import { checkCount } from '../actions/take.ts'
import { AtomicError } from '../errors/atomic-error.ts'
import { callSite } from './call-site.ts'
import { Combinations } from './combinations.ts'
import { node, type InputsNode, type ShuffleNode } from './node.ts'
import { groupsOf, neighbours, type CoalesceOptions } from './partition-coalescer.ts'
import { partitionCount } from './partition-count.ts'
import type { Group, Shape } from './pair.ts'
import type { RDD } from './rdd.ts'

/**
 * The operations that spread, thin out, order and group the records of one RDD.
 * @operators
 */
export abstract class Rearrangements<T> extends Combinations<T> {
  /**
   * Fewer partitions: each takes a run of this RDD's, one after the other, without moving a record. It never makes more
   * partitions than there are; with `shuffle` it may, and moves every record as `repartition` does.
   * @param partitions number of partitions
   * @param options.shuffle false by default
   * @param options.coalescer chooses which partitions become one; by default neighbours do. With `shuffle` it is asked about
   * the partitions after the move
   * @throws ATOMIC2002 when the coalescer leaves out a partition, names one twice, or makes more than there may be
   * @throws ATOMIC2002 when `partitions` is no integer of 1 or more
   * @example
   * const few = ctx.range(0, 100, { partitions: 10 }).filter((n) => n % 20 === 0).coalesce(2)
   * await few.glom().collect() // => [[0, 20, 40], [60, 80]]
   * const days = ctx.range(0, 7, { partitions: 7 })
   * const parts = days.coalesce(2, { coalescer: () => [[0, 6], [1, 2, 3, 4, 5]] }) // weekends, and the days between
   * await parts.glom().collect() // => [[0, 6], [1, 2, 3, 4, 5]]
   */
  coalesce(partitions: number, options: CoalesceOptions = {}): RDD<T> {
    const { shuffle, coalescer } = options
    const asked = partitionCount('coalesce', partitions)
    if (shuffle) {
      const moved = this.inTurn('coalesce', asked)
      return coalescer ? moved.coalesce(asked, { coalescer }) : moved
    }
    const parents = this.lineage.partitions
    return this.reading(
      'coalesce',
      coalescer ? groupsOf(coalescer, parents, asked) : neighbours(parents, asked),
    )
  }

  /**
   * Moves every record, so that partitions are of about the same size: the records of each partition go to the new ones
   * in turn. A retried task sends each record where it went before.
   * @param partitions number of partitions
   * @param by from record to an integer, whose remainder is the partition; by default records go in turn
   * @throws ATOMIC2002 when `partitions` is no integer of 1 or more
   * @example
   * const parities = ctx.range(5).repartition(2, (n) => n % 2)
   * await parities.glom().collect() // => [[0, 2, 4], [1, 3]]
   * ctx.range(1000).repartition(64).getNumPartitions() // => 64
   */
  repartition(partitions: number, by?: (record: T) => number): RDD<T> {
    const count = partitionCount('repartition', partitions)
    if (!by) return this.inTurn('repartition', count)
    return this.spread('repartition', { kind: 'custom', partitions: count, task: this.link(by) })
  }

  /**
   * Only some of the partitions; the others are not computed.
   * @param keep from the index of a partition to whether it stays; called here, not on the workers
   * @example
   * const days = ctx.range(0, 10, { partitions: 10 })
   * await days.prunePartitions((day) => day >= 7).collect() // => [7, 8, 9]
   */
  prunePartitions(keep: PartitionFilter): RDD<T> {
    const all = Array.from({ length: this.lineage.partitions }, (_, partition) => partition)
    return this.reading(
      'prunePartitions',
      all.filter((partition) => keep(partition)).map((partition) => [partition]),
    )
  }

  /**
   * At most the first `n` records of each partition, which is read no further.
   * @param n number of records, 0 or more
   * @throws ATOMIC2002 when `n` is negative or no integer
   * @example
   * await ctx.range(0, 100, { partitions: 2 }).limitPartitions(2).collect() // => [0, 1, 50, 51]
   */
  limitPartitions(n: number): RDD<T> {
    checkCount('limitPartitions', n)
    return this.narrow('limitPartitions', { op: 'limitRows', params: { n } }, true)
  }

  /**
   * Draws records at random; their order stays.
   * @param withReplacement whether a record may be drawn more than once
   * @param fraction without replacement, the probability of each record, from 0 to 1; with it, how often each record is
   * drawn on average, 0 or more. The size of the sample is not exact
   * @param seed an integer; the same seed draws the same records of the same partitions. By default another each time
   * @throws ATOMIC2002 when the fraction is out of range, or the seed no integer
   * @example
   * const all = ctx.range(0, 1000, { partitions: 4 })
   * const some = await all.sample(false, 0.1, 7).collect()
   * some.length > 50 && some.length < 150 // => true
   * await all.sample(false, 0.1, 7).collect() // => some
   */
  sample(withReplacement: boolean, fraction: number, seed: number = anySeed()): RDD<T> {
    const isInRange = fraction >= 0 && fraction <= (withReplacement ? Number.MAX_VALUE : 1)
    const range = withReplacement ? 'a finite number of 0 or more' : 'from 0 to 1'
    checkArgument(isInRange, `sample: the fraction is ${String(fraction)}; it must be ${range}.`)
    checkSeed('sample', seed)
    const step = withReplacement
      ? { op: 'keepOften', params: { mean: fraction, seed, offset: 0 } }
      : { op: 'keepSome', params: { from: 0, to: fraction, seed, offset: 0 } }
    return this.narrow('sample', step, true)
  }

  /**
   * Splits the records at random: each is in exactly one of the results. This RDD is computed for each of them: cache it
   * when that takes long.
   * @param weights shares of the records, of which only the proportions count
   * @param seed an integer; the same seed splits the same partitions alike. By default another each time
   * @throws ATOMIC2002 when a weight is negative, their sum 0, or the seed no integer
   * @example
   * const [training, test] = ctx.range(0, 1000, { partitions: 4 }).randomSplit([0.8, 0.2], 7)
   * const sizes = [await training.count(), await test.count()]
   * sizes.reduce((a, b) => a + b) // => 1000
   * await training.intersection(test).count() // => 0
   */
  randomSplit<const W extends readonly number[]>(
    weights: W,
    seed: number = anySeed(),
  ): { [I in keyof W]: RDD<T> } {
    const sum = weights.reduce((total, weight) => total + weight, 0)
    const areRight = weights.every((weight) => weight >= 0) && sum > 0 && Number.isFinite(sum)
    const what = `randomSplit: the weights are ${weights.join(', ')}; none may be negative, nor all 0.`
    checkArgument(areRight, what)
    checkSeed('randomSplit', seed)
    let below = 0
    const splits = weights.map((weight, i) => {
      const from = below / sum
      below += weight
      // Sums of fractions may end a little below 1: every record is in one of the splits all the same.
      const isLast = weights.slice(i + 1).every((other) => other === 0)
      const to = isLast && weight > 0 ? 1 : below / sum
      return this.narrow<T>('randomSplit', { op: 'keepSome', params: { from, to, seed, offset: 0 } }, true)
    })
    return splits as { [I in keyof W]: RDD<T> }
  }

  /**
   * Sorts by a key of each record, in the order of `sortByKey`: within each partition, and from each partition to the
   * next. Records of equal keys keep their order.
   * @param options.ascending true by default
   * @param options.partitions number of partitions of the result; by default that of this RDD
   * @param key what to order a record by: a number, a string, a date, a tuple of these …
   * @example
   * const people = ctx.parallelize([{ name: 'Bo', age: 30 }, { name: 'Al', age: 30 }, { name: 'Cy', age: 8 }])
   * const sorted = people.sortBy((person) => [person.age, person.name])
   * await sorted.map((person) => person.name).collect() // => ['Cy', 'Al', 'Bo']
   */
  sortBy(
    key: (record: T) => unknown,
    options: { readonly ascending?: boolean; readonly partitions?: number } = {},
  ): RDD<T> {
    const { ascending = true } = options
    const partitions = partitionCount('sortBy', options.partitions, this.lineage)
    return this.narrow<[unknown, T]>('sortBy', { op: 'keyBy', tasks: [this.link(key)] })
      .sortByKey({ ascending, partitions })
      .values()
  }

  /**
   * All records that have the same key together. Every record moves; prefer `keyBy` and `reduceByKey` or `aggregateByKey`
   * where records can be merged.
   * @param partitions number of partitions of the result; by default that of this RDD
   * @param key from record to key, compared by value
   * @example
   * const words = ctx.parallelize(['tea', 'milk', 'rum'])
   * const byLength = words.groupBy((word) => word.length).mapValues((group) => [...group])
   * await byLength.collectAsMap() // => new Map([[3, ['tea', 'rum']], [4, ['milk']]])
   */
  groupBy<K extends Shape>(key: (record: T) => K, partitions?: number): RDD<[K, Group<T>]> {
    const count = partitionCount('groupBy', partitions, this.lineage)
    return this.narrow<[K, T]>('groupBy', { op: 'keyBy', tasks: [this.link(key)] }).groupByKey(count)
  }

  private inTurn(op: string, partitions: number): RDD<T> {
    return this.spread(op, { kind: 'turn', partitions })
  }

  /** Moves records as they are. What is known of their keys' places is not so any more. */
  private spread(op: string, spread: ShuffleNode['spread']): RDD<T> {
    const { partitions } = spread
    const steps = { before: [], after: [], keyOf: 'record' } as const
    return this.on(
      node<ShuffleNode>({
        ...{ kind: 'shuffle', op, at: callSite(), partitions, parent: this.lineage, spread },
        ...steps,
      }),
    )
  }

  /** Partitions that read some of this RDD's, one after the other. */
  private reading(op: string, groups: readonly (readonly number[])[]): RDD<T> {
    const reads = groups.map((group) => group.map((partition) => ({ parent: 0, partition })))
    const shape = { kind: 'inputs', combine: 'concat', after: [] } as const
    const partitions = groups.length
    const parents = [this.lineage]
    return this.on(node<InputsNode>({ ...shape, op, at: callSite(), partitions, parents, reads }))
  }
}

/**
 * Chooses partitions by their index.
 * @inDriver
 */
export type PartitionFilter = (partition: number) => boolean

function anySeed(): number {
  return Math.floor(Math.random() * 2 ** 32)
}

function checkSeed(op: string, seed: number): void {
  checkArgument(Number.isSafeInteger(seed), `${op}: the seed is ${String(seed)}; it must be an integer.`)
}

function checkArgument(isRight: boolean, what: string): void {
  if (!isRight) throw new AtomicError('ATOMIC2002', { what, at: callSite() })
}
