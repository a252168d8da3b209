import { type BlockRef, type FileBlock, type RemoteBlock } from '../shuffle/block-ref.ts'
import type { WireSplit } from '../wire/messages.ts'

/** A block that a task reads, and another worker may keep. */
export interface RemoteRead {
  readonly shuffle: string
  /** The map task that left it. */
  readonly from: number
  readonly block: RemoteBlock
}

/** What a task reads that workers keep. */
export function remoteReads(split: WireSplit): readonly RemoteRead[] {
  if (split.kind === 'inputs') return split.parts.flatMap((part) => remoteReads(part.split))
  if (split.kind !== 'shuffle') return []
  const { shuffle, blocks, from } = split
  return blocks.flatMap((block, i) => (isElsewhere(block) ? [{ shuffle, from: from[i] ?? 0, block }] : []))
}

/** The split with what was found in place of what workers keep. */
export function withFound(
  split: WireSplit,
  found: ReadonlyMap<RemoteBlock, readonly (number | FileBlock)[]>,
): WireSplit {
  if (split.kind === 'inputs') {
    return { ...split, parts: split.parts.map((part) => ({ ...part, split: withFound(part.split, found) })) }
  }
  if (split.kind !== 'shuffle') return split
  const local = split.blocks.flatMap((block, i) => {
    const refs = isElsewhere(block) ? (found.get(block) ?? []) : [block]
    return refs.map((ref) => ({ ref, from: split.from[i] ?? 0 }))
  })
  return { ...split, blocks: local.map(({ ref }) => ref), from: local.map(({ from }) => from) }
}

function isElsewhere(block: BlockRef): block is RemoteBlock {
  return typeof block === 'object' && 'worker' in block
}
