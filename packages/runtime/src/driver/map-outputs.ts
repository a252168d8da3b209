import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Node } from '@atomic-ts/core/internal'
import type { MemoryBudget } from '../memory/memory-budget.ts'
import type { Keeper, MovedOutputs } from '../scheduler/scheduler-event.ts'
import { isRemote, type OutputPlace } from '../shuffle/map-output.ts'
import { roughSize } from '../shuffle/rough-sizes.ts'
import type { AdoptedOutputs, Envelope, Transport } from '../transport/transport.ts'
import type { TaskFinished, TellOutputs, WirePlace } from '../wire/messages.ts'

/** What workers on this machine use of it. */
export interface LocalStore {
  /** Where they counted the outputs in memory. */
  readonly budget: MemoryBudget
  /** The folder of the files that are ours to remove, whatever a worker says. */
  readonly scratch: string
}

/** One map task's output. */
export interface MapOutput {
  readonly place: OutputPlace
  /** Of one that a worker keeps: about how large it is for each partition, when that matters. */
  readonly sizes?: Uint8Array | undefined
  /** Bytes that it takes of its worker's memory. */
  readonly reserved: number
  /** With whom it is lost. */
  readonly keeper: Keeper
}

/** What an attempt left, when it is one of a map task. */
export function outputOf(
  { written, remote, reserved }: TaskFinished,
  blocks: readonly Uint8Array[],
  keeper: Keeper = 'driver',
): MapOutput | undefined {
  if (remote !== undefined && keeper !== 'driver') {
    return { place: { worker: keeper, output: remote }, sizes: blocks[0], reserved, keeper }
  }
  const index = blocks.at(-1)
  const data = written?.path ?? blocks.at(-2)
  return written && index && data !== undefined ? { place: { index, data }, reserved, keeper } : undefined
}

/** Where the map outputs of a shuffle are, as workers are told. */
export type ToldOutputs = Envelope<TellOutputs>

/** The outputs of the shuffles that one node reads, by the name of the shuffle. */
type Shuffles = Map<string, Shuffle>

interface Shuffle {
  /** By map task. */
  readonly outputs: (MapOutput | undefined)[]
  /** When they changed last. */
  epoch: number
  /** What workers are told of that epoch. */
  told?: ToldOutputs
}

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
    for (const [shuffle, { outputs, epoch }] of shuffles) {
      for (const output of outputs) if (output) this.drop(output)
      this.#forget(shuffle, epoch)
    }
    this.#all.delete(shuffles)
  })
  readonly #all = new Set<Shuffles>()
  readonly #forget: (shuffle: string, epoch: number) => void
  #epoch = 0

  /**
   * @param transport tells a worker elsewhere that nobody will read what it keeps
   * @param forget tells all workers that nobody will read a shuffle
   */
  constructor(
    { budget, scratch }: LocalStore,
    transport: Pick<Transport, 'drop'> = {},
    forget: (shuffle: string, epoch: number) => void = () => undefined,
  ) {
    this.#forget = forget
    this.#budget = budget
    this.#scratch = scratch
    this.#transport = transport
  }

  /** Keeps the output of one map task. */
  put(owner: Node, name: string, partition: number, output: MapOutput): void {
    const shuffles = this.#shufflesOf(owner)
    const shuffle = shuffles.get(name) ?? { outputs: [], epoch: 0 }
    const before = shuffle.outputs[partition]
    shuffle.outputs[partition] = output
    shuffles.set(name, shuffle)
    this.#changed(shuffle)
    if (before) this.drop(before)
  }

  /** The map tasks, of a number of them, that have left no output. */
  missing(owner: Node, shuffle: string, tasks: number): number[] {
    const outputs = this.#outputsOf(owner, shuffle)
    return Array.from({ length: tasks }, (_, i) => i).filter((i) => !outputs[i])
  }

  /**
   * What a worker must be told before it reads a shuffle of a number of map tasks: the same until one of them changes.
   * @throws RangeError when one of them has left no output: it must never read as empty
   */
  told(owner: Node, name: string, tasks: number): ToldOutputs {
    const shuffle = this.#byNode.get(owner)?.get(name)
    if (shuffle?.told) return shuffle.told
    const [first] = this.missing(owner, name, tasks)
    if (first !== undefined) throw new RangeError(`Shuffle ${name} has no output of map task ${first}.`)
    const { outputs, epoch } = shuffle ?? { outputs: [], epoch: 0 }
    const told = toldOutputs(name, epoch, outputs.slice(0, tasks))
    if (shuffle) shuffle.told = told
    return told
  }

  /** Who keeps each output that is there, by map task. */
  keepers(owner: Node, shuffle: string): ReadonlyMap<number, Keeper> {
    const outputs = this.#outputsOf(owner, shuffle)
    return new Map(outputs.flatMap((output, i) => (output ? [[i, output.keeper] as const] : [])))
  }

  /** The workers that keep much of what a task reads of some shuffles, the one with the most first. */
  near(reads: readonly ShuffleRead[]): readonly number[] {
    const sizes = new Map<Keeper, number>()
    let total = 0
    for (const { owner, shuffle, partition } of reads) {
      const outputs = this.#outputsOf(owner, shuffle)
      // Outputs of one shuffle are all with workers or all with the driver, as a rule.
      const some = outputs.find((output) => output !== undefined)
      if (outputs.length >= tooMany || !some || some.keeper === 'driver') continue
      for (const output of outputs) {
        const size = roughSize(output?.sizes, partition)
        if (!output || size === 0) continue
        sizes.set(output.keeper, (sizes.get(output.keeper) ?? 0) + size)
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
      const known = shuffles.get(shuffle)
      for (const partition of partitions) this.#remove(known, partition)
    }
  }

  /** A worker is gone with all that it kept. */
  workerLost(worker: number): void {
    for (const shuffles of this.#all) {
      for (const shuffle of shuffles.values()) {
        for (const [i, output] of shuffle.outputs.entries())
          if (output?.keeper === worker) this.#remove(shuffle, i)
      }
    }
  }

  /** Which outputs a worker has taken over. */
  adopted({ from, to, outputs }: AdoptedOutputs): readonly MovedOutputs[] {
    const known = new Set(outputs)
    const isMoved = (output: MapOutput | undefined): boolean =>
      output?.keeper === from && isRemote(output.place) && known.has(output.place.output)
    return [...this.#all].flatMap((shuffles) =>
      [...shuffles].map(([shuffle, { outputs: all }]) => {
        const partitions = [...all.keys()].filter((i) => isMoved(all[i]))
        return { shuffle, partitions, from, to }
      }),
    )
  }

  /** Outputs have another keeper. */
  move({ shuffle: name, partitions, from, to }: MovedOutputs): void {
    for (const shuffles of this.#all) {
      const shuffle = shuffles.get(name)
      for (const partition of partitions) {
        const output = shuffle?.outputs[partition]
        if (!shuffle || output?.keeper !== from || !isRemote(output.place)) continue
        shuffle.outputs[partition] = { ...output, place: { ...output.place, worker: to }, keeper: to }
        this.#changed(shuffle)
      }
    }
  }

  /** Gives back what an output takes that nobody will read. */
  drop({ place, reserved }: MapOutput): void {
    this.#budget.release(reserved)
    if (isRemote(place)) return this.#transport.drop?.(place.worker, place.output)
    const { data } = place
    if (typeof data === 'string' && dirname(data) === this.#scratch) rmSync(data, { force: true })
  }

  #outputsOf(owner: Node, shuffle: string): readonly (MapOutput | undefined)[] {
    return this.#byNode.get(owner)?.get(shuffle)?.outputs ?? []
  }

  #changed(shuffle: Shuffle): void {
    shuffle.epoch = ++this.#epoch
    delete shuffle.told
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

  #remove(shuffle: Shuffle | undefined, partition: number): void {
    const output = shuffle?.outputs[partition]
    if (!shuffle || !output) return
    shuffle.outputs[partition] = undefined
    this.#changed(shuffle)
    this.drop(output)
  }
}

/** The bytes that go beside are those of outputs on this machine. */
function toldOutputs(
  shuffle: string,
  epoch: number,
  outputs: readonly (MapOutput | undefined)[],
): ToldOutputs {
  const blocks: Uint8Array[] = []
  const places = outputs.flatMap((output): WirePlace[] => {
    if (!output) return []
    const { place } = output
    if (isRemote(place)) return [place]
    const index = blocks.push(place.index) - 1
    const { data } = place
    return [{ index, data: typeof data === 'string' ? data : blocks.push(data) - 1 }]
  })
  return { message: { kind: 'outputs', shuffle, epoch, places }, blocks }
}

/** A partition of a shuffle that a task reads. */
export interface ShuffleRead {
  readonly owner: Node
  readonly shuffle: string
  readonly partition: number
}
