import { crc32 } from 'node:zlib'
import { AtomicError } from '@atomic-ts/core/internal'

/** Bytes of one chunk, as Spark's default. */
const chunkSize: number = 4 << 20

/** A broadcast's bytes as they travel. */
export interface BroadcastChunks {
  readonly chunks: readonly Uint8Array[]
  /** CRC-32 of each chunk. */
  readonly checksums: readonly number[]
}

/** Cuts bytes into chunks, without a copy. */
export function toChunks(bytes: Uint8Array, size: number = chunkSize): BroadcastChunks {
  const chunks: Uint8Array[] = []
  for (let from = 0; from < bytes.length; from += size) chunks.push(bytes.subarray(from, from + size))
  return { chunks, checksums: chunks.map((chunk) => crc32(chunk)) }
}

/**
 * Joins chunks: without a copy when they lie in memory one after the other, as they do between threads.
 * @throws ATOMIC4004 when a chunk is not what was sent
 */
export function fromChunks({ chunks, checksums }: BroadcastChunks): Uint8Array {
  const isWhole = chunks.length === checksums.length
  const wrong = isWhole ? chunks.findIndex((chunk, i) => crc32(chunk) !== checksums[i]) : chunks.length
  if (wrong >= 0) {
    throw new AtomicError('ATOMIC4004', {
      what: `Chunk ${wrong} of ${checksums.length} of a broadcast value was damaged or lost on its way.`,
    })
  }
  const [first] = chunks
  const size = chunks.reduce((sum, { length }) => sum + length, 0)
  if (first && areAdjacent(chunks)) return new Uint8Array(first.buffer, first.byteOffset, size)
  const whole = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.length
  }
  return whole
}

function areAdjacent(chunks: readonly Uint8Array[]): boolean {
  return chunks.every((chunk, i) => {
    const before = chunks[i - 1]
    return (
      !before || (before.buffer === chunk.buffer && before.byteOffset + before.length === chunk.byteOffset)
    )
  })
}
