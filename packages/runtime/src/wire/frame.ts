import { decodeValue, encodeValue } from '../codec/codec.ts'
import type { Envelope } from '../transport/transport.ts'

/** An envelope as it leaves its thread: the message as msgpack, the blocks in memory that both threads see. */
export interface Frame {
  readonly message: Uint8Array
  readonly blocks: readonly Uint8Array[]
}

/** Packs an envelope. Blocks that are not shared yet are copied once, into one shared buffer. */
export function toFrame<M>({ message, blocks }: Envelope<M>): Frame {
  return { message: encodeValue(message), blocks: share(blocks) }
}

/** Opens a frame. The blocks stay where they are. */
export function fromFrame<M>({ message, blocks }: Frame): Envelope<M> {
  return { message: decodeValue(message) as M, blocks }
}

/** Moves blocks to shared memory, where any number of threads can read them without another copy. */
export function share(blocks: readonly Uint8Array[]): readonly Uint8Array[] {
  if (blocks.every(({ buffer }) => buffer instanceof SharedArrayBuffer)) return blocks
  const buffer = new SharedArrayBuffer(blocks.reduce((sum, { length }) => sum + aligned(length), 0))
  let offset = 0
  return blocks.map((block) => {
    const shared = new Uint8Array(buffer, offset, block.length)
    shared.set(block)
    offset += aligned(block.length)
    return shared
  })
}

// Columns of numbers are read in place, so blocks start on a multiple of 8.
function aligned(length: number): number {
  return (length + 7) & ~7
}
