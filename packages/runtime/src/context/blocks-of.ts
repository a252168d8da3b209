import type { BlockSplit } from '@atomic-ts/core/internal'
import { encodeInMemory } from '../codec/chunk.ts'
import { splitIntPairs } from '../codec/int-pairs.ts'
import { areStrings } from '../codec/string-column.ts'
import { numberColumn, tupleColumn, type Rows } from '../columns/column.ts'
import { slices, type Slice } from './slices.ts'

/**
 * Records as a block for each partition, copied now. Strings cannot change and always travel, so a copy of the
 * references is enough: their blocks are made one after the other while the first tasks run.
 *
 * @throws AtomicError ATOMIC4001 with the path to the value that cannot travel.
 */
export function blocksOf(rows: readonly unknown[], partitions: number): BlockSplit[] {
  const parts = slices(rows.length, partitions)
  if (!areStrings(rows)) return parts.map((part) => ({ bytes: encodeInMemory(recordsIn(rows, part)) }))
  const blocks = parts.map(({ from, to }) => blockWhenNeeded(rows.slice(from, to)))
  encodeAhead(blocks.values())
  return blocks
}

/** Pairs of integers, of which there may be millions, are not copied to be encoded. */
function recordsIn(rows: readonly unknown[], { from, to }: Slice): Rows {
  const ints = splitIntPairs(rows, from, to)
  return ints ? tupleColumn(ints.map(numberColumn), to - from) : rows.slice(from, to)
}

function blockWhenNeeded(rows: readonly string[]): BlockSplit {
  let left: readonly string[] | undefined = rows
  let encoded: Uint8Array = new Uint8Array(0)
  return {
    get bytes() {
      if (left) encoded = encodeInMemory(left)
      left = undefined
      return encoded
    },
  }
}

/** Makes a block whenever nothing else is to be done, before a task needs it. */
function encodeAhead(blocks: Iterator<BlockSplit>): void {
  setImmediate(() => {
    const { done, value } = blocks.next()
    if (done === true) return
    try {
      void value.bytes
    } catch {
      // Without memory for it, the launch that needs it fails in its turn, and its job with it.
      return
    }
    encodeAhead(blocks)
  }).unref()
}
