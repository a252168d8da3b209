import { rmSync } from 'node:fs'
import type { Node } from '@atomic-ts/core/internal'
import type { MemoryBudget } from '../memory/memory-budget.ts'
import { isInFile, type StoredBlock } from '../shuffle/block-ref.ts'
import type { TaskFinished } from '../wire/messages.ts'

/** One map task's output. */
export interface MapOutput {
  /** For each partition of the next stage its blocks. */
  readonly blocks: readonly (readonly StoredBlock[])[]
  /** Bytes that it takes of its worker's memory. */
  readonly reserved: number
}

/** What an attempt of a map task left. */
export function outputOf({ files, reserved }: TaskFinished, blocks: readonly Uint8Array[]): MapOutput {
  return { blocks: files ?? blocks.map((block) => [block]), reserved }
}

/** The outputs of the shuffles that one node reads, by the name of the shuffle and the map task. */
type Shuffles = Map<string, (MapOutput | undefined)[]>

/**
 * The map outputs of every shuffle that is done or under way, kept for as long as the RDD that needs them: a later job
 * over the same RDD skips the stage, or runs only what is missing. Then their memory is free again and their files go.
 */
export class MapOutputs {
  readonly #byNode = new WeakMap<Node, Shuffles>()
  readonly #budget: MemoryBudget
  readonly #unreachable = new FinalizationRegistry<Shuffles>((shuffles) => {
    for (const outputs of shuffles.values()) for (const output of outputs) if (output) this.drop(output)
  })

  /** @param budget where workers on this machine counted the outputs in memory */
  constructor(budget: MemoryBudget) {
    this.#budget = budget
  }

  /** Keeps the output of one map task. */
  put(owner: Node, shuffle: string, partition: number, output: MapOutput): void {
    const shuffles = this.#shufflesOf(owner)
    const outputs = shuffles.get(shuffle) ?? []
    const before = outputs[partition]
    outputs[partition] = output
    shuffles.set(shuffle, outputs)
    if (before) this.drop(before)
  }

  /** The map tasks, of a number of them, that have left no output. */
  missing(owner: Node, shuffle: string, tasks: number): number[] {
    const outputs = this.#byNode.get(owner)?.get(shuffle) ?? []
    return Array.from({ length: tasks }, (_, i) => i).filter((i) => !outputs[i])
  }

  /**
   * Every map task's blocks for one partition, in the order of a number of map tasks.
   * @throws when one of them has left no output: it must never read as empty
   */
  blocksFor(owner: Node, shuffle: string, partition: number, tasks: number): StoredBlock[] {
    const outputs = this.#byNode.get(owner)?.get(shuffle) ?? []
    return Array.from({ length: tasks }, (_, i) => {
      const blocks = outputs[i]?.blocks[partition]
      if (blocks) return blocks
      throw new RangeError(`Shuffle ${shuffle} has no output of map task ${i} for partition ${partition}.`)
    }).flat()
  }

  /** Gives back what an output takes that nobody will read. */
  drop({ blocks, reserved }: MapOutput): void {
    this.#budget.release(reserved)
    const files = new Set(blocks.flat().flatMap((block) => (isInFile(block) ? [block.path] : [])))
    for (const path of files) rmSync(path, { force: true })
  }

  #shufflesOf(owner: Node): Shuffles {
    const known = this.#byNode.get(owner)
    if (known) return known
    const shuffles: Shuffles = new Map()
    this.#byNode.set(owner, shuffles)
    this.#unreachable.register(owner, shuffles)
    return shuffles
  }
}
