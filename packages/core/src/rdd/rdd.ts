import { lineageText } from '../plan/lineage-text.ts'
import { nodeName, setNodeName } from './node-names.ts'
import type { Node } from './node.ts'
import type { Partitioner } from './partitioner.ts'
import { Persistence } from './persistence.ts'
import { RDDBarrier } from './rdd-barrier.ts'

/**
 * A resilient distributed dataset: a description of partitioned records and how to compute them. Transformations
 * describe another RDD; actions run a job and give a promise of its result.
 * @example
 * const words = ctx.parallelize(['to', 'be', 'or', 'not', 'to', 'be'])
 * const counts = words.map((word) => [word, 1]).reduceByKey((a, b) => a + b)
 * await counts.top(2, ([word, n]) => [n, word]) // => [['to', 2], ['be', 2]]
 * @operators
 */
export class RDD<T> extends Persistence<T> {
  protected on<U>(lineage: Node): RDD<U> {
    return new RDD<U>(this.runner, lineage)
  }

  /**
   * Has the next step run in a barrier stage, whose tasks all run at the same time and can wait for each other.
   * @example
   * const sizes = ctx.range(0, 10, { partitions: 2 }).barrier().mapPartitions(async (numbers) => [[...numbers].length])
   * await sizes.collect() // => [5, 5]
   */
  barrier(): RDDBarrier<T> {
    return new RDDBarrier({ runner: this.runner, parent: this.lineage, on: (lineage) => this.on(lineage) })
  }

  /**
   * Unique in this process; it stays the same for as long as the RDD lives.
   * @example
   * const numbers = ctx.range(10)
   * numbers.id === numbers.map((n) => n).id // => false
   */
  get id(): number {
    return this.lineage.id
  }

  /**
   * What `setName` was given.
   * @example
   * ctx.range(10).setName('digits').name // => 'digits'
   */
  get name(): string | undefined {
    return nodeName(this.lineage)
  }

  /**
   * Names this RDD in `toDebugString`.
   * @param name any text, on one line
   * @example
   * ctx.range(10).setName('digits').toDebugString().includes('digits') // => true
   */
  setName(name: string): this {
    setNodeName(this.lineage, name)
    return this
  }

  /**
   * How pairs are spread over the partitions by their key, where that is known.
   * @example
   * const sales = ctx.parallelize([['tea', 2], ['milk', 1]], 2)
   * sales.partitioner // => undefined
   * sales.reduceByKey((a, b) => a + b).partitioner // => { kind: 'hash', partitions: 2 }
   */
  get partitioner(): Pick<Partitioner, 'kind' | 'partitions'> | undefined {
    return this.lineage.partitioner
  }

  /**
   * The number of partitions.
   * @example
   * ctx.range(0, 100, { partitions: 8 }).getNumPartitions() // => 8
   */
  getNumPartitions(): number {
    return this.lineage.partitions
  }

  /**
   * The lineage as text: a line for each step, indented at each shuffle.
   * @example
   * const lengths = ctx.parallelize(['tea', 'milk'], 2).map((word) => word.length)
   * lengths.toDebugString().split('\n').length // => 2
   */
  toDebugString(): string {
    return lineageText(this.lineage, (node) => this.runner.storage.levelOf(node) !== undefined)
  }
}
