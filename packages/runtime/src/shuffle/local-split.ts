import type { OutputsSplit, ShuffleSplit, WireSplit } from '../wire/messages.ts'
import type { FileBlock } from './block-ref.ts'
import { isRemote, type LocalOutput, type ShuffleRead } from './map-output.ts'
import { blocksIn } from './output-index.ts'

/** A block that lies here. */
export type OwnBlock = Uint8Array | FileBlock

/** What a task reads of a shuffle: for each map task that left something its blocks. */
export type FoundBlocks = Iterable<readonly [from: number, blocks: readonly OwnBlock[]]>

/** A split, and the blocks beside it. */
export interface LocalSplit {
  readonly split: WireSplit
  readonly blocks: readonly Uint8Array[]
}

/** The shuffles that a split reads, in their order. */
export function outputsIn(split: WireSplit): readonly OutputsSplit[] {
  if (split.kind === 'inputs') return split.parts.flatMap((part) => outputsIn(part.split))
  return split.kind === 'outputs' ? [split] : []
}

/** The split with the blocks that were found in place of the shuffles that it reads. */
export function localSplit(
  split: WireSplit,
  blocks: readonly Uint8Array[],
  found: (read: OutputsSplit) => FoundBlocks,
): LocalSplit {
  const all = [...blocks]
  return { split: local(split), blocks: all }

  function local(each: WireSplit): WireSplit {
    if (each.kind === 'outputs') return shuffleSplit(each.shuffle, found(each), all)
    if (each.kind !== 'inputs') return each
    return { ...each, parts: each.parts.map((part) => ({ ...part, split: local(part.split) })) }
  }
}

/** What map tasks on this machine left for one partition. */
export function* localBlocks({ places, partition }: ShuffleRead): FoundBlocks {
  for (const [from, place] of places.entries()) {
    if (isRemote(place)) throw new TypeError(`The map output ${place.output} is not on this machine.`)
    yield [from, blocksOf(place, partition)]
  }
}

/** The blocks of a map output for one partition. */
export function blocksOf({ index, data }: LocalOutput, partition: number): readonly OwnBlock[] {
  return blocksIn(index, partition).map((block) =>
    typeof data === 'string'
      ? { path: data, ...block }
      : data.subarray(block.offset, block.offset + block.size),
  )
}

/** The blocks in memory are pushed to `all`. */
function shuffleSplit(shuffle: string, found: FoundBlocks, all: Uint8Array[]): ShuffleSplit {
  const refs: (number | FileBlock)[] = []
  const froms: number[] = []
  for (const [from, own] of found) {
    for (const block of own) {
      refs.push('path' in block ? block : all.push(block) - 1)
      froms.push(from)
    }
  }
  return { kind: 'shuffle', shuffle, blocks: refs, from: froms }
}
