import type { BlockSize } from './block-ref.ts'

/** Where one block of a map output is: in its memory or in its file. */
export interface IndexedBlock extends BlockSize {
  readonly offset: number
}

// What the index says of each block: its partition, offset, size, length and records.
const width = 5
const bytesOfRow = width * Float64Array.BYTES_PER_ELEMENT

/**
 * Where the blocks of one map output are, as numbers in memory that every thread sees, so that it is passed on without a
 * copy. A partition without records takes nothing.
 *
 * @param blocks of each partition that has some, in the order of partitions
 */
export function outputIndex(blocks: Iterable<readonly [number, readonly IndexedBlock[]]>): Uint8Array {
  const rows: number[] = []
  for (const [partition, own] of blocks) {
    for (const { offset, size, length, records } of own) rows.push(partition, offset, size, length, records)
  }
  const numbers = new Float64Array(new SharedArrayBuffer(rows.length * Float64Array.BYTES_PER_ELEMENT))
  numbers.set(rows)
  return new Uint8Array(numbers.buffer)
}

/** The blocks of one partition. */
export function blocksIn(index: Uint8Array, partition: number): readonly IndexedBlock[] {
  const rows = rowsOf(index)
  let [low, high] = [0, rows.length / width]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle * width] ?? 0) < partition) low = middle + 1
    else high = middle
  }
  const found: IndexedBlock[] = []
  for (let at = low * width; rows[at] === partition; at += width) found.push(blockAt(rows, at))
  return found
}

/** Every partition that has blocks, with these. */
export function partitionsIn(index: Uint8Array): ReadonlyMap<number, readonly IndexedBlock[]> {
  const rows = rowsOf(index)
  const found = new Map<number, IndexedBlock[]>()
  for (let at = 0; at < rows.length; at += width) {
    const partition = rows[at] ?? 0
    const own = found.get(partition) ?? []
    own.push(blockAt(rows, at))
    found.set(partition, own)
  }
  return found
}

/**
 * An index that came from another process, in memory of its own.
 * @throws Error when it is none
 */
export function receivedIndex(bytes: Uint8Array | undefined): Uint8Array {
  const index = new Uint8Array(new SharedArrayBuffer(bytes?.length ?? 0))
  if (!bytes || bytes.length % bytesOfRow !== 0) throw new Error('It gave no index of blocks.')
  index.set(bytes)
  const rows = rowsOf(index)
  if (!rows.every((value) => Number.isSafeInteger(value) && value >= 0))
    throw new Error('It gave an index of no blocks.')
  return index
}

function rowsOf({ buffer, byteOffset, length }: Uint8Array): Float64Array {
  return new Float64Array(buffer, byteOffset, length / Float64Array.BYTES_PER_ELEMENT)
}

function blockAt(rows: Float64Array, at: number): IndexedBlock {
  const number = (i: number): number => rows[at + i] ?? 0
  return { offset: number(1), size: number(2), length: number(3), records: number(4) }
}
