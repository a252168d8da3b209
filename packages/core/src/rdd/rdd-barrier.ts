import { callSite } from './call-site.ts'
import type { JobRunner } from './job-runner.ts'
import { node, type NarrowNode, type Node } from './node.ts'
import type { Shape } from './pair.ts'
import type { RDD } from './rdd.ts'
import type { PartitioningOptions } from './transformations.ts'
import type { AnyFunction } from '../tasks/manifest.ts'

/** What a function in a barrier stage gives: records, at once or as they come, now or later. */
export type BarrierRecords<U> = Iterable<U> | AsyncIterable<U> | PromiseLike<Iterable<U> | AsyncIterable<U>>

/**
 * An RDD whose next step runs in a barrier stage: all of its tasks run at the same time, and can wait for each other
 * with the methods of `BarrierTaskContext`. When one of them fails, all of them are tried again. It needs a slot for each
 * partition.
 * @example
 * import { BarrierTaskContext } from '@atomic-ts/atomic'
 *
 * const gang = ctx.range(0, 2, { partitions: 2 }).barrier()
 * const seen = gang.mapPartitions(async (numbers) => BarrierTaskContext.get().allGather([...numbers].length))
 * await seen.collect() // => [1, 1, 1, 1]
 * @operators
 */
export class RDDBarrier<T> {
  readonly #parts: BarrierParts

  constructor(parts: BarrierParts) {
    this.#parts = parts
  }

  /**
   * As the `mapPartitions` of an RDD. The function may be async or an async generator.
   * @param f from the records of a partition to those of the result
   * @param options.preservesPartitioning the function leaves keys as they are, so a known partitioner stays known; false by default
   * @throws ATOMIC2007, from the action, when there are fewer slots than partitions, or the stage would compute only some
   * partitions of an RDD in it, as after `coalesce` and `union` or for `take`
   * @example
   * import { BarrierTaskContext } from '@atomic-ts/atomic'
   * const sums = ctx.range(0, 6, { partitions: 2 }).barrier().mapPartitions(async (numbers) => {
   *   const own = [...numbers].reduce((a, b) => a + b, 0)
   *   return BarrierTaskContext.get().allGather(own)
   * })
   * await sums.collect() // => [3, 12, 3, 12]
   */
  mapPartitions<U extends Shape>(
    f: (records: Iterable<T>) => BarrierRecords<U>,
    options: PartitioningOptions = {},
  ): RDD<U> {
    return this.#narrow('mapPartitions', f, {}, options)
  }

  /**
   * As `mapPartitions`, for a function that is told the index of the partition first.
   * @param f from the partition, from 0, and its records to those of the result
   * @param options.preservesPartitioning the function leaves keys as they are, so a known partitioner stays known; false by default
   * @throws ATOMIC2007, from the action, as `mapPartitions`
   * @example
   * import { BarrierTaskContext } from '@atomic-ts/atomic'
   * const peers = ctx.range(0, 2, { partitions: 2 }).barrier().mapPartitionsWithIndex((index) => {
   *   return [`${index} of ${BarrierTaskContext.get().getTaskInfos().length}`]
   * })
   * await peers.collect() // => ['0 of 2', '1 of 2']
   */
  mapPartitionsWithIndex<U extends Shape>(
    f: (index: number, records: Iterable<T>) => BarrierRecords<U>,
    options: PartitioningOptions = {},
  ): RDD<U> {
    return this.#narrow('mapPartitionsWithIndex', f, { offset: 0 }, options)
  }

  #narrow<U>(
    op: string,
    f: AnyFunction,
    params: { readonly offset?: number },
    { preservesPartitioning = false }: PartitioningOptions,
  ): RDD<U> {
    const { runner, parent, on } = this.#parts
    const { partitions, partitioner } = parent
    const at = callSite()
    return on(
      node<NarrowNode>({
        ...{ kind: 'narrow', op, at, partitions, parent },
        partitioner: preservesPartitioning ? partitioner : undefined,
        steps: [{ op: 'barrierPartitions', tasks: [runner.link(f, at)], params }],
      }),
    )
  }
}

/** What a barrier RDD stands on. */
export interface BarrierParts {
  readonly runner: JobRunner
  readonly parent: Node
  /** An RDD on the same runner. */
  readonly on: <U>(lineage: Node) => RDD<U>
}
