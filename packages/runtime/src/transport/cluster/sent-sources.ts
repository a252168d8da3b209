import type { LaunchTask, WireSplit } from '../../wire/messages.ts'
import type { Envelope } from '../transport.ts'

/** Which records of the driver's own one worker was sent: they are sent once, and then only named. */
export class SentSources {
  /** Partitions, by the node. */
  readonly #sent = new Map<number, Set<number>>()

  /** A launch, as it is sent. */
  launch({ message, blocks }: Envelope<LaunchTask>): Envelope<LaunchTask> {
    if (blocks.length === 0) return { message, blocks }
    const left: Uint8Array[] = []
    const named = (split: WireSplit): WireSplit => {
      switch (split.kind) {
        case 'block':
          if (split.of && !this.#isFirst(split.of)) return { kind: 'kept', ...split.of }
          return { ...split, block: left.push(blockAt(blocks, split.block)) - 1 }
        case 'splits':
          return { ...split, block: left.push(blockAt(blocks, split.block)) - 1 }
        case 'inputs':
          return { ...split, parts: split.parts.map((part) => ({ ...part, split: named(part.split) })) }
        default:
          return split
      }
    }
    return { message: { ...message, split: named(message.split) }, blocks: left }
  }

  /** Nobody will read the records of a node any more. False when none were sent. */
  forget(node: number): boolean {
    return this.#sent.delete(node)
  }

  #isFirst({ node, partition }: { readonly node: number; readonly partition: number }): boolean {
    const sent = this.#sent.get(node) ?? new Set()
    this.#sent.set(node, sent)
    return sent.size < sent.add(partition).size
  }
}

function blockAt(blocks: readonly Uint8Array[], position: number): Uint8Array {
  const block = blocks[position]
  if (block) return block
  throw new RangeError(`A message with ${blocks.length} blocks has no block ${position}.`)
}
