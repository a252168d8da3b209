import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Node } from '@atomic-ts/core/internal'
import type { MemoryBudget } from '../memory/memory-budget.ts'
import type { Keeper, MovedOutputs } from '../scheduler/scheduler-event.ts'
import { isInFile, isRemote, type RemoteBlock, type StoredBlock } from '../shuffle/block-ref.ts'
import type { AdoptedOutputs, Transport } from '../transport/transport.ts'
import type { RemoteOutput, TaskFinished } from '../wire/messages.ts'

/** What workers on this machine use of it. */
export interface LocalStore {
  /** Where they counted the outputs in memory. */
  readonly budget: MemoryBudget
  /** The folder of the files that are ours to remove, whatever a worker says. */
  readonly scratch: string
}

/** A block, and the map task that left it. */
export interface LocatedBlock {
  readonly block: StoredBlock
  readonly from: number
}

/** One map task's output. */
export interface MapOutput {
  /** For each partition of the next stage its blocks. */
  readonly blocks: readonly (readonly StoredBlock[])[]
  /** Bytes that it takes of its worker's memory. */
  readonly reserved: number
  /** With whom it is lost. */
  readonly keeper: Keeper
}

/** What an attempt of a map task left. */
export function outputOf(
  { files, remote, reserved }: TaskFinished,
  blocks: readonly Uint8Array[],
  keeper: Keeper = 'driver',
): MapOutput {
  const stored =
    remote && keeper !== 'driver' ? remoteBlocks(remote, keeper) : (files ?? blocks.map((block) => [block]))
  return { blocks: stored, reserved, keeper }
}

function remoteBlocks({ output, sizes }: RemoteOutput, worker: number): RemoteBlock[][] {
  return sizes.map((own, partition) => {
    const length = own.reduce((sum, size) => sum + size.length, 0)
    return own.length > 0 ? [{ worker, output, partition, sizes: own, length }] : []
  })
}

/** The outputs of the shuffles that one node reads, by the name of the shuffle and the map task. */
type Shuffles = Map<string, Shuffle>
type Shuffle = (MapOutput | undefined)[]

// As in Spark: a worker with this part of what a task reads, or more, is near it; not looked at in larger shuffles.
const nearPart = 0.2
const tooMany = 1000

/**
 * The map outputs of every shuffle that is done or under way, kept for as long as the RDD that needs them: a later job
 * over the same RDD skips the stage, or runs only what is missing. Then their memory is free again and their files go.
 */
export class MapOutputs {
  readonly #byNode = new WeakMap<Node, Shuffles>()
  readonly #budget: MemoryBudget
  readonly #scratch: string
  readonly #transport: Pick<Transport, 'drop'>
  readonly #unreachable = new FinalizationRegistry<Shuffles>((shuffles) => {
    for (const outputs of shuffles.values()) for (const output of outputs) if (output) this.drop(output)
    this.#all.delete(shuffles)
  })
  readonly #all = new Set<Shuffles>()

  /** @param transport tells a worker elsewhere that nobody will read what it keeps */
  constructor({ budget, scratch }: LocalStore, transport: Pick<Transport, 'drop'> = {}) {
    this.#budget = budget
    this.#scratch = scratch
    this.#transport = transport
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
   * Every map task's blocks for one partition, in the order of a number of map tasks, each with its map task.
   * @throws when one of them has left no output: it must never read as empty
   */
  blocksFor(owner: Node, shuffle: string, partition: number, tasks: number): LocatedBlock[] {
    const outputs = this.#byNode.get(owner)?.get(shuffle) ?? []
    return Array.from({ length: tasks }, (_, i) => {
      const blocks = outputs[i]?.blocks[partition]
      if (blocks) return blocks.map((block) => ({ block, from: i }))
      throw new RangeError(`Shuffle ${shuffle} has no output of map task ${i} for partition ${partition}.`)
    }).flat()
  }

  /** Who keeps each output that is there, by map task. */
  keepers(owner: Node, shuffle: string): ReadonlyMap<number, Keeper> {
    const outputs = this.#byNode.get(owner)?.get(shuffle) ?? []
    return new Map(outputs.flatMap((output, i) => (output ? [[i, output.keeper] as const] : [])))
  }

  /** The workers that keep much of what a task reads of some shuffles, the one with the most first. */
  near(reads: readonly ShuffleRead[]): readonly number[] {
    const sizes = new Map<Keeper, number>()
    let total = 0
    for (const { owner, shuffle, partition } of reads) {
      const outputs = this.#byNode.get(owner)?.get(shuffle) ?? []
      // Outputs of one shuffle are all with workers or all with the driver, as a rule.
      const some = outputs.find((output) => output !== undefined)
      if (outputs.length >= tooMany || !some || some.keeper === 'driver') continue
      for (const { blocks, keeper } of outputs.filter((output) => output !== undefined)) {
        const size = blocks[partition]?.reduce((sum, { length }) => sum + length, 0) ?? 0
        sizes.set(keeper, (sizes.get(keeper) ?? 0) + size)
        total += size
      }
    }
    const near = [...sizes].toSorted(([, a], [, b]) => b - a)
    return near.flatMap(([keeper, size]) =>
      keeper !== 'driver' && size > 0 && size >= nearPart * total ? [keeper] : [],
    )
  }

  /** Outputs are gone. */
  lose(shuffle: string, partitions: readonly number[]): void {
    for (const shuffles of this.#all) {
      const outputs = shuffles.get(shuffle)
      for (const partition of partitions) this.#remove(outputs, partition)
    }
  }

  /** A worker is gone with all that it kept. */
  workerLost(worker: number): void {
    for (const shuffles of this.#all) {
      for (const outputs of shuffles.values()) {
        for (const [i, output] of outputs.entries()) if (output?.keeper === worker) this.#remove(outputs, i)
      }
    }
  }

  /** Which outputs a worker has taken over. */
  adopted({ from, to, outputs }: AdoptedOutputs): readonly MovedOutputs[] {
    const known = new Set(outputs)
    const moved = (output: MapOutput | undefined): boolean => {
      if (output?.keeper !== from) return false
      const remote = output.blocks.flat().find(isRemote)
      // What has no blocks at all is anywhere.
      return !remote || known.has(remote.output)
    }
    return [...this.#all].flatMap((shuffles) =>
      [...shuffles].map(([shuffle, all]) => {
        const partitions = [...all.keys()].filter((i) => moved(all[i]))
        return { shuffle, partitions, from, to }
      }),
    )
  }

  /** Outputs have another keeper. */
  move({ shuffle, partitions, from, to }: MovedOutputs): void {
    for (const shuffles of this.#all) {
      const outputs = shuffles.get(shuffle) ?? []
      for (const partition of partitions) {
        const output = outputs[partition]
        if (output?.keeper === from) outputs[partition] = movedTo(output, to)
      }
    }
  }

  /** Gives back what an output takes that nobody will read. */
  drop({ blocks, reserved }: MapOutput): void {
    this.#budget.release(reserved)
    const files = new Set(blocks.flat().flatMap((block) => (isInFile(block) ? [block.path] : [])))
    for (const path of files) if (dirname(path) === this.#scratch) rmSync(path, { force: true })
    const remote = blocks.flat().find(isRemote)
    if (remote) this.#transport.drop?.(remote.worker, remote.output)
  }

  #shufflesOf(owner: Node): Shuffles {
    const known = this.#byNode.get(owner)
    if (known) return known
    const shuffles: Shuffles = new Map()
    this.#byNode.set(owner, shuffles)
    this.#all.add(shuffles)
    this.#unreachable.register(owner, shuffles)
    return shuffles
  }

  #remove(outputs: Shuffle | undefined, partition: number): void {
    const output = outputs?.[partition]
    if (!outputs || !output) return
    outputs[partition] = undefined
    this.drop(output)
  }
}

function movedTo(output: MapOutput, worker: number): MapOutput {
  const blocks = output.blocks.map((own) =>
    own.map((block) => (isRemote(block) ? { ...block, worker } : block)),
  )
  return { ...output, blocks, keeper: worker }
}

/** A partition of a shuffle that a task reads. */
export interface ShuffleRead {
  readonly owner: Node
  readonly shuffle: string
  readonly partition: number
}
