import { callSite } from './call-site.ts'
import { node, type CogroupNode } from './node.ts'
import { defaultPartitioner, PairOperations } from './pair-operations.ts'
import type { RDD } from './rdd.ts'

/**
 * The operations that bring RDDs of pairs together by key.
 * @operators
 */
export abstract class JoinOperations<T> extends PairOperations<T> {
  /**
   * For each key in both RDDs, every pair of a value here and a value there.
   * @param partitions number of partitions of the result; by default the greater of the two
   * @example users.join(orders) // RDD<[id, [user, order]]>
   */
  join<K, V, W>(
    this: RDD<readonly [K, V]>,
    other: RDD<readonly [K, W]>,
    partitions?: number,
  ): RDD<[K, [V, W]]> {
    const parents = [this.lineage, other.lineage]
    const partitioner = defaultPartitioner('join', partitions, parents)
    return this.on(
      node<CogroupNode>({
        kind: 'cogroup',
        op: 'join',
        at: callSite(),
        partitions: partitioner.partitions,
        partitioner,
        parents,
        after: [{ op: 'joinPairs' }],
      }),
    )
  }
}
