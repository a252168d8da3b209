import { partial } from '../operators/partial.ts'
import { AtomicError } from '../errors/atomic-error.ts'
import { RddBase } from './base.ts'
import { callSite } from './call-site.ts'
import {
  node,
  type CogroupNode,
  type InputsNode,
  type NarrowNode,
  type Node,
  type UnionNode,
} from './node.ts'
import { partitionCount } from './partition-count.ts'
import { samePartitioner } from './partitioner.ts'
import { Transformations, type PartitioningOptions } from './transformations.ts'
import type { Shape } from './pair.ts'
import type { RDD } from './rdd.ts'
import type { Step } from '../operators/step.ts'
import type { AnyFunction } from '../tasks/manifest.ts'

/**
 * The operations that make one RDD of several, whatever their records are.
 * @operators
 */
export abstract class Combinations<T> extends Transformations<T> {
  /**
   * All records of this RDD, then all of the others; duplicates stay. Partitions are kept as they are. RDDs that are
   * spread by one partitioner stay so: then each partition holds those of every RDD, one after the other.
   * @param others RDDs of any number of partitions each
   * @example
   * const tea = ctx.parallelize(['green', 'black'])
   * await tea.union(ctx.parallelize(['black']), tea).collect() // => ['green', 'black', 'black', 'green', 'black']
   */
  union<U>(...others: readonly RDD<U>[]): RDD<T | U> {
    const all = [this.lineage, ...others.map(({ lineage }) => lineage)]
    const at = callSite()
    const parents = all.filter(({ partitions }) => partitions > 0)
    const { partitioner, partitions } = parents[0] ?? { partitioner: undefined, partitions: 0 }
    if (parents.every((each) => samePartitioner(each.partitioner, partitioner))) {
      const reads = Array.from({ length: partitions }, (_, partition) =>
        parents.map((_each, parent) => ({ parent, partition })),
      )
      const shape = { kind: 'inputs', combine: 'concat', after: [] } as const
      return this.on(node<InputsNode>({ ...shape, op: 'union', at, partitions, partitioner, parents, reads }))
    }
    const sum = all.reduce((total, parent) => total + parent.partitions, 0)
    return this.on(node<UnionNode>({ kind: 'union', op: 'union', at, partitions: sum, parents: all }))
  }

  /**
   * The records that are in both RDDs, each once, compared by value.
   * @param partitions number of partitions of the result; by default the greater of both
   * @param other what to look for records in; its duplicates do not matter
   * @throws ATOMIC4002, in the task, when a record has no value to compare, such as a function
   * @example
   * const left = ctx.parallelize([1, 2, 2, 3])
   * const both = await left.intersection(ctx.parallelize([2, 3, 4])).collect()
   * both.toSorted() // => [2, 3]
   */
  intersection(other: RDD<T>, partitions?: number): RDD<T> {
    const count = partitionCount('intersection', partitions, this.lineage, other.lineage)
    const sides = [this.lineage, other.lineage].map((side) =>
      asKeys('intersection', side, [partial({ op: 'unique' }), { op: 'pairWithNull' }]),
    )
    return this.bySides('intersection', sides, count, [{ op: 'commonKeys' }])
  }

  /**
   * The records that are not in another RDD, compared by value; duplicates stay.
   * @param partitions number of partitions of the result; by default that of this RDD
   * @param other the records to leave out
   * @throws ATOMIC4002, in the task, when a record has no value to compare, such as a function
   * @example
   * const left = ctx.parallelize([1, 2, 2, 3])
   * await left.subtract(ctx.parallelize([3])).collect() // => [1, 2, 2]
   */
  subtract(other: RDD<T>, partitions?: number): RDD<T> {
    const count = partitionCount('subtract', partitions, this.lineage)
    const sides = [
      asKeys('subtract', this.lineage, [{ op: 'pairWithNull' }]),
      asKeys('subtract', other.lineage, [partial({ op: 'unique' }), { op: 'pairWithNull' }]),
    ]
    return this.bySides('subtract', sides, count, [{ op: 'subtractPairs' }, { op: 'keys' }])
  }

  /**
   * Every pair of a record here and a record there. The other RDD is computed once for each partition of this one: cache
   * it when that takes long, and give it more partitions when one has no room in memory.
   * @param other of any type
   * @example
   * await ctx.parallelize(['a', 'b']).cartesian(ctx.range(2)).collect() // => [['a', 0], ['a', 1], ['b', 0], ['b', 1]]
   */
  cartesian<U>(other: RDD<U>): RDD<[T, U]> {
    const here = Array.from({ length: this.lineage.partitions }, (_, partition) => ({ parent: 0, partition }))
    const there = Array.from({ length: other.lineage.partitions }, (_, partition) => ({
      parent: 1,
      partition,
    }))
    return this.on(
      node<InputsNode>({
        ...{ kind: 'inputs', op: 'cartesian', at: callSite(), combine: 'cartesian', after: [] },
        partitions: here.length * there.length,
        parents: [this.lineage, other.lineage],
        reads: here.flatMap((left) => there.map((right) => [left, right])),
      }),
    )
  }

  /**
   * The first record here with the first there, the second with the second, and so on.
   * @param other with as many partitions, and as many records in each
   * @throws ATOMIC2002 when the RDDs have different numbers of partitions
   * @throws ATOMIC3007, in the task, when two partitions have different numbers of records
   * @example
   * const names = ctx.parallelize(['tea', 'milk'])
   * await names.zip(names.map((name) => name.length)).collect() // => [['tea', 3], ['milk', 4]]
   */
  zip<U>(other: RDD<U>): RDD<[T, U]> {
    return this.on(aligned('zip', 'zip', [this.lineage, other.lineage]))
  }

  /**
   * Calls a function once for each partition, with the records of that partition in two, three or four RDDs. They may
   * have any number of records each, and can be gone through any number of times: what has no room in memory is on disk
   * during the call.
   * @param other with as many partitions; so are up to two more
   * @param f gives the records of a partition of the result
   * @param options.preservesPartitioning the function gives this RDD's keys as they are, so a known partitioner stays
   * known; false by default
   * @throws ATOMIC2002 when the RDDs have different numbers of partitions
   * @example
   * const left = ctx.range(0, 4, { partitions: 2 })
   * const right = ctx.parallelize(['a', 'b', 'c'], 2)
   * const sizes = left.zipPartitions(right, (a, b) => [[[...a].length, [...b].length]])
   * await sizes.collect() // => [[2, 1], [2, 2]]
   */
  zipPartitions<U, R extends Shape>(
    other: RDD<U>,
    f: (records: Iterable<T>, others: Iterable<U>) => Iterable<R>,
    options?: PartitioningOptions,
  ): RDD<R>
  zipPartitions<U1, U2, R extends Shape>(
    other1: RDD<U1>,
    other2: RDD<U2>,
    f: (records: Iterable<T>, others1: Iterable<U1>, others2: Iterable<U2>) => Iterable<R>,
    options?: PartitioningOptions,
  ): RDD<R>
  zipPartitions<U1, U2, U3, R extends Shape>(
    other1: RDD<U1>,
    other2: RDD<U2>,
    other3: RDD<U3>,
    f: (
      records: Iterable<T>,
      others1: Iterable<U1>,
      others2: Iterable<U2>,
      others3: Iterable<U3>,
    ) => Iterable<R>,
    options?: PartitioningOptions,
  ): RDD<R>
  zipPartitions<R>(
    ...given: readonly (RDD<unknown> | AnyFunction | PartitioningOptions | undefined)[]
  ): RDD<R> {
    const others = given.filter((each) => each instanceof RddBase)
    const [f, options] = given.slice(others.length) as [AnyFunction, PartitioningOptions | undefined]
    const parents = [this.lineage, ...others.map(({ lineage }) => lineage)]
    const step = { op: 'spreadInputs', tasks: [this.link(f)] }
    const partitioner = options?.preservesPartitioning ? this.lineage.partitioner : undefined
    return this.on({ ...aligned('zipPartitions', 'each', parents, [step]), partitioner })
  }

  /** What the records of both sides, as keys, say of each other. Records are no pairs, so no partitioner is known. */
  private bySides(op: string, parents: readonly Node[], partitions: number, steps: readonly Step[]): RDD<T> {
    const at = callSite()
    const partitioner = { kind: 'hash', partitions } as const
    const shape = { kind: 'cogroup', after: [] } as const
    const parent = node<CogroupNode>({ ...shape, op, at, partitions, parents, partitioner })
    return this.on(node<NarrowNode>({ kind: 'narrow', op, at, partitions, parent, steps }))
  }
}

function asKeys(op: string, parent: Node, steps: readonly Step[]): NarrowNode {
  return node<NarrowNode>({
    ...{ kind: 'narrow', op, at: callSite(), partitions: parent.partitions, parent, steps },
  })
}

/** Each partition reads the same one of every parent. */
function aligned(
  op: string,
  combine: InputsNode['combine'],
  parents: readonly Node[],
  after: readonly Step[] = [],
): InputsNode {
  const at = callSite()
  const counts = parents.map(({ partitions }) => partitions)
  const [partitions = 0] = counts
  if (counts.some((count) => count !== partitions)) {
    throw new AtomicError('ATOMIC2002', {
      what: `${op}() of RDDs with ${counts.join(' and ')} partitions; they must all have as many.`,
      at,
      fix: 'Coalesce or repartition one of them, or join by key.',
    })
  }
  const reads = Array.from({ length: partitions }, (_, partition) =>
    parents.map((_each, parent) => ({ parent, partition })),
  )
  return node<InputsNode>({ kind: 'inputs', op, at, combine, partitions, parents, reads, after })
}
