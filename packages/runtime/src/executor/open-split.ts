import type { Column } from '../columns/column.ts'
import type { TaskCounts } from '../task/task-counts.ts'
import type { WireSplit } from '../wire/messages.ts'
import { decodeColumn, recordsOfChunk } from '../codec/chunk.ts'
import { openTextSplit } from '../files/read-text-split.ts'
import { costOfEncoded } from '../memory/cost-of.ts'
import type { BlockRef } from '../shuffle/block-ref.ts'
import { readBlock } from '../shuffle/read-block.ts'
import type { Chunk } from './compile-pipeline.ts'

/** The chunks of a partition, pulled one at a time. */
export type Chunks = Iterable<Chunk> | AsyncIterable<Chunk>

// A range is counted through in pieces, between which an executor can look up.
const rangePiece = 1 << 22

/** Opens every split but that of a pipeline with inputs, which are pipelines of their own. Counts what it reads. */
export function openSplit(
  split: WireSplit,
  blocks: readonly Uint8Array[],
  { input, shuffleRead }: TaskCounts,
  check?: (column: Column) => void,
): Chunks {
  switch (split.kind) {
    case 'block':
      return decoded(blocks, [split.block], (column, bytes) => {
        input.bytesRead += bytes
        input.recordsRead += column.length
        check?.(column)
      })
    case 'shuffle':
      return decoded(blocks, split.blocks, ({ length }, bytes) => {
        shuffleRead.totalBlocksFetched++
        shuffleRead.totalBytesRead += bytes
        shuffleRead.recordsRead += length
      })
    case 'range':
      return pieces(split, input)
    case 'textFile':
      return openTextSplit(split, { counts: input })
    case 'inputs':
      throw new TypeError('Inputs are opened by their pipelines.')
  }
}

/** About what the records of a shuffle take that an operator holds; of other sources nothing is known. */
export function costOfSplit(split: WireSplit, blocks: readonly Uint8Array[]): number {
  if (split.kind !== 'shuffle') return 0
  return split.blocks.reduce<number>((sum, ref) => {
    if (typeof ref !== 'number') return sum + costOfEncoded(ref)
    const bytes = blocks[ref]
    return bytes ? sum + costOfEncoded({ length: bytes.length, records: recordsOfChunk(bytes) }) : sum
  }, 0)
}

function* decoded(
  blocks: readonly Uint8Array[],
  refs: readonly BlockRef[],
  opened: (column: Column, bytes: number) => void,
): Iterable<Chunk> {
  for (const ref of refs) {
    const bytes = typeof ref === 'number' ? blocks[ref] : readBlock(ref)
    if (!bytes || bytes.length === 0) continue
    const column = decodeColumn(bytes)
    opened(column, bytes.length)
    yield column
  }
}

function* pieces(
  { start, step, count }: { start: number; step: number; count: number },
  counts: { recordsRead: number },
): Iterable<Chunk> {
  // A short piece first: after it, loops know what their variables hold.
  for (let at = 0, size = 64; at < count; at += size, size = rangePiece) {
    const piece = Math.min(size, count - at)
    counts.recordsRead += piece
    yield { start: start + at * step, step, count: piece }
  }
}
