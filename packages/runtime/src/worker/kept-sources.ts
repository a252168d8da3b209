import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { MemoryBudget } from '../memory/memory-budget.ts'
import { scratchFile } from '../shuffle/scratch-folder.ts'
import type { Envelope } from '../transport/transport.ts'
import { share } from '../wire/frame.ts'
import type { LaunchTask, SourcePart, WireSplit } from '../wire/messages.ts'

/** The records of one partition: in memory, or the path of a file. */
interface Kept {
  readonly bytes: Uint8Array | string
  readonly release: () => void
}

/** The driver's own records that tasks were launched with: a later task of the same partition only names them. */
export class KeptSources {
  /** By node and partition. */
  readonly #kept = new Map<number, Map<number, Kept>>()
  readonly #budget: MemoryBudget
  readonly #scratch: string

  /** @param scratch the folder of what there is no room for */
  constructor(budget: MemoryBudget, scratch: string) {
    this.#budget = budget
    this.#scratch = scratch
  }

  /**
   * Keeps what comes with a launch, and gives the launch with what it names.
   * @throws Error when it names what did not come, or cannot be read
   */
  take({ message, blocks }: Envelope<LaunchTask>): Envelope<LaunchTask> {
    const all = [...blocks]
    const whole = (split: WireSplit): WireSplit => {
      switch (split.kind) {
        case 'block': {
          const bytes = blocks[split.block]
          if (split.of && bytes) this.#keep(split.of, bytes)
          return split
        }
        case 'kept':
          return { kind: 'block', block: all.push(this.#bytesOf(split)) - 1 }
        case 'inputs':
          return { ...split, parts: split.parts.map((part) => ({ ...part, split: whole(part.split) })) }
        default:
          return split
      }
    }
    return { message: { ...message, split: whole(message.split) }, blocks: all }
  }

  /** Nobody will read the records of a node any more. */
  forget(node: number): void {
    for (const { release } of this.#kept.get(node)?.values() ?? []) release()
    this.#kept.delete(node)
  }

  #keep({ node, partition }: SourcePart, bytes: Uint8Array): void {
    const parts = this.#kept.get(node) ?? new Map<number, Kept>()
    this.#kept.set(node, parts)
    if (!parts.has(partition)) parts.set(partition, this.#stored(bytes))
  }

  #stored(bytes: Uint8Array): Kept {
    const { length } = bytes
    if (this.#budget.reserve(length)) return { bytes, release: () => this.#budget.release(length) }
    try {
      const path = scratchFile(this.#scratch, 'source')
      writeFileSync(path, bytes, { flag: 'wx', mode: 0o600 })
      return { bytes: path, release: () => rmSync(path, { force: true }) }
    } catch {
      // Without a disk there is only memory.
      return { bytes, release: () => undefined }
    }
  }

  #bytesOf({ node, partition }: SourcePart): Uint8Array {
    const { bytes } = this.#kept.get(node)?.get(partition) ?? {}
    if (bytes === undefined) throw new Error(`Partition ${partition} of source ${node} never came.`)
    if (typeof bytes !== 'string') return bytes
    const [shared = new Uint8Array(0)] = share([readFileSync(bytes)])
    return shared
  }
}
