import type { Column } from '../columns/column.ts'
import type { TaskCounts } from '../task/task-counts.ts'
import type { ShuffleSplit, WireSplit } from '../wire/messages.ts'
import { decodeColumn, recordsOfChunk } from '../codec/chunk.ts'
import { openTextSplit } from '../files/read-text-split.ts'
import { costOfEncoded } from '../memory/cost-of.ts'
import { MissedOutput } from '../shuffle/missed-output.ts'
import { readBlock } from '../shuffle/read-block.ts'
import type { Chunk } from './loop.ts'

/** The chunks of a partition, pulled one at a time. */
export type Chunks = Iterable<Chunk> | AsyncIterable<Chunk>

export function isAsync(chunks: Chunks): chunks is AsyncIterable<Chunk> {
  return Symbol.asyncIterator in chunks
}

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
      return decoded(blockAt(blocks, split.block), (column, bytes) => {
        input.bytesRead += bytes
        input.recordsRead += column.length
        check?.(column)
      })
    case 'splits':
      return decoded(blockAt(blocks, split.block), () => undefined)
    case 'shuffle':
      return shuffled(split, blocks, ({ length }, bytes) => {
        shuffleRead.totalBlocksFetched++
        shuffleRead.totalBytesRead += bytes
        shuffleRead.recordsRead += length
      })
    case 'range':
      return pieces(split, input)
    case 'textFile':
      return openTextSplit(split, { counts: input })
    case 'outputs':
    case 'kept':
      throw new TypeError('What a worker keeps is found before a task starts.')
    case 'inputs':
      throw new TypeError('Inputs are opened by their pipelines.')
  }
}

/** About what the records of a shuffle take that an operator holds; of other sources nothing is known. */
export function costOfSplit(split: WireSplit, blocks: readonly Uint8Array[]): number | undefined {
  if (split.kind !== 'shuffle') return undefined
  return split.blocks.reduce<number>((sum, ref) => {
    if (typeof ref !== 'number') return sum + costOfEncoded(ref)
    const bytes = blocks[ref]
    return bytes ? sum + costOfEncoded({ length: bytes.length, records: recordsOfChunk(bytes) }) : sum
  }, 0)
}

type Opened = (column: Column, bytes: number) => void

function* decoded(bytes: Uint8Array, opened: Opened): Iterable<Chunk> {
  if (bytes.length === 0) return
  const column = decodeColumn(bytes)
  opened(column, bytes.length)
  yield column
}

/** @throws MissedOutput when a block cannot be read: whoever left it computes it again */
function* shuffled(
  { shuffle, blocks: refs, from }: ShuffleSplit,
  blocks: readonly Uint8Array[],
  opened: Opened,
): Iterable<Chunk> {
  for (const [i, ref] of refs.entries()) {
    let column: Column
    try {
      const bytes = typeof ref === 'number' ? blockAt(blocks, ref) : readBlock(ref)
      if (bytes.length === 0) continue
      column = decodeColumn(bytes)
      opened(column, bytes.length)
    } catch (cause) {
      throw new MissedOutput(shuffle, from[i] ?? 0, cause)
    }
    yield column
  }
}

/** A block that is not there must never read as an empty one. */
function blockAt(blocks: readonly Uint8Array[], position: number): Uint8Array {
  const block = blocks[position]
  if (block) return block
  throw new RangeError(`A message with ${blocks.length} blocks has no block ${position}.`)
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
