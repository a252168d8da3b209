import { lineageText } from '../plan/lineage-text.ts'
import { Actions } from './actions.ts'
import { nodeName, setNodeName } from './node-names.ts'
import type { Node } from './node.ts'
import type { Partitioner } from './partitioner.ts'

/**
 * A resilient distributed dataset: a description of partitioned records and how to compute them. Transformations
 * describe another RDD; actions run a job and give a promise of its result.
 * @operators
 */
export class RDD<T> extends Actions<T> {
  protected on<U>(lineage: Node): RDD<U> {
    return new RDD<U>(this.runner, lineage)
  }

  /** Keeps this RDD's partitions in the memory of the workers that compute them, from the next action on. */
  cache(): this {
    this.runner.persist(this.lineage)
    return this
  }

  /** Forgets cached partitions. */
  unpersist(): this {
    this.runner.unpersist(this.lineage)
    return this
  }

  /** Unique in this process; it stays the same for as long as the RDD lives. */
  get id(): number {
    return this.lineage.id
  }

  /** What `setName` was given. */
  get name(): string | undefined {
    return nodeName(this.lineage)
  }

  /** Names this RDD in `toDebugString`. */
  setName(name: string): this {
    setNodeName(this.lineage, name)
    return this
  }

  /** How pairs are spread over the partitions by their key, where that is known. */
  get partitioner(): Pick<Partitioner, 'kind' | 'partitions'> | undefined {
    return this.lineage.partitioner
  }

  /** The number of partitions. */
  getNumPartitions(): number {
    return this.lineage.partitions
  }

  /** The lineage as text: a line for each step, indented at each shuffle. */
  toDebugString(): string {
    return lineageText(this.lineage, (node) => this.runner.isPersisted(node))
  }
}
