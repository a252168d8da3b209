import type { Node } from '@atomic-ts/core/internal'

/** One map task's output: a block for each partition of the next stage. */
export type MapOutput = readonly Uint8Array[]

/**
 * The map outputs of every shuffle that is done or under way, kept for as long as the RDD that needs them: a later job
 * over the same RDD skips the stage, or runs only what is missing.
 */
export class MapOutputs {
  readonly #byNode = new WeakMap<Node, Map<string, (MapOutput | undefined)[]>>()

  /** Keeps the output of one map task. */
  put(owner: Node, shuffle: string, partition: number, output: MapOutput): void {
    const shuffles = this.#byNode.get(owner) ?? new Map<string, (MapOutput | undefined)[]>()
    const outputs = shuffles.get(shuffle) ?? []
    outputs[partition] = output
    shuffles.set(shuffle, outputs)
    this.#byNode.set(owner, shuffles)
  }

  /** The map tasks, of a number of them, that have left no output. */
  missing(owner: Node, shuffle: string, tasks: number): number[] {
    const outputs = this.#byNode.get(owner)?.get(shuffle) ?? []
    return Array.from({ length: tasks }, (_, i) => i).filter((i) => !outputs[i])
  }

  /**
   * Every map task's block for one partition, in the order of a number of map tasks.
   * @throws when one of them has left no output: it must never read as empty
   */
  blocksFor(owner: Node, shuffle: string, partition: number, tasks: number): Uint8Array[] {
    const outputs = this.#byNode.get(owner)?.get(shuffle) ?? []
    return Array.from({ length: tasks }, (_, i) => {
      const block = outputs[i]?.[partition]
      if (block) return block
      throw new RangeError(`Shuffle ${shuffle} has no output of map task ${i} for partition ${partition}.`)
    })
  }
}
