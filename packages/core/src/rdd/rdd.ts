import { lineageText } from '../plan/lineage-text.ts'
import { Actions } from './actions.ts'
import type { Node } from './node.ts'

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

  /** The number of partitions. */
  getNumPartitions(): number {
    return this.lineage.partitions
  }

  /** The lineage as text: a line for each step, indented at each shuffle. */
  toDebugString(): string {
    return lineageText(this.lineage, (node) => this.runner.isPersisted(node))
  }
}
