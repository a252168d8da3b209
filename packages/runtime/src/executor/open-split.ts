import type { Column } from '../columns/column.ts'
import type { WireSplit } from '../wire/messages.ts'
import { decodeColumn } from '../codec/chunk.ts'
import { openTextSplit } from '../files/read-text-split.ts'
import type { Chunk } from './compile-pipeline.ts'

/** The chunks of a partition, pulled one at a time. */
export type Chunks = Iterable<Chunk> | AsyncIterable<Chunk>

// A range is counted through in pieces, between which an executor can look up.
const rangePiece = 1 << 22

/** Opens every split but that of a pipeline with inputs, which are pipelines of their own. */
export function openSplit(
  split: WireSplit,
  blocks: readonly Uint8Array[],
  check?: (column: Column) => void,
): Chunks {
  switch (split.kind) {
    case 'block':
      return decoded(blocks, [split.block], check)
    case 'shuffle':
      return decoded(blocks, split.blocks)
    case 'range':
      return pieces(split)
    case 'textFile':
      return openTextSplit(split)
    case 'inputs':
      throw new TypeError('Inputs are opened by their pipelines.')
  }
}

function* decoded(
  blocks: readonly Uint8Array[],
  indices: readonly number[],
  check?: (column: Column) => void,
): Iterable<Chunk> {
  for (const index of indices) {
    const bytes = blocks[index]
    if (!bytes || bytes.length === 0) continue
    const column = decodeColumn(bytes)
    check?.(column)
    yield column
  }
}

function* pieces({ start, step, count }: { start: number; step: number; count: number }): Iterable<Chunk> {
  // A short piece first: after it, loops know what their variables hold.
  for (let at = 0, size = 64; at < count; at += size, size = rangePiece) {
    yield { start: start + at * step, step, count: Math.min(size, count - at) }
  }
}
