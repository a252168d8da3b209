import { crc32 } from 'node:zlib'
import { AtomicError } from '@atomic-ts/core/internal'
import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'

/** Tells the two kinds of encoded data apart, and both from anything else. */
export type EnvelopeKind = keyof typeof magic

const magic = { chunk: 0x31c7a7, value: 0x31d7a7 } as const
/** What stands there in place of `magic` where there is no checksum. */
const unchecked = { chunk: 0x5e9a3b61, value: 0x5e9a2c94 } as const
/** Bytes in front of what was written. */
export const headerSize = 12

/** Memory above this is not kept for the next call. */
const keptMemory = 16 << 20
let memory: Buffer | undefined

/** Bytes of what `write` writes, in memory of their own, with a length and a checksum in front. */
export function seal(kind: EnvelopeKind, write: Write): Uint8Array {
  return withWriter((out) => {
    sealInto(out, kind, write)
    const bytes = new Uint8Array(out.length)
    bytes.set(out.written(0))
    return bytes
  })
}

/**
 * As `seal`, for several at once, in one piece of memory that every thread can see. What is not written has no bytes.
 * @param hasChecksum whether they can go where they may be damaged as they are; `addChecksum` does that later
 */
export function sealShared(
  kind: EnvelopeKind,
  writes: readonly (Write | undefined)[],
  hasChecksum: boolean,
): Uint8Array[] {
  return withWriter((out) => {
    const ends = writes.map((write) => {
      const start = out.length
      if (!write) return { start, end: start }
      sealInto(out, kind, write, hasChecksum)
      const end = out.length
      // Columns of numbers are read in place, so each begins at a multiple of 8.
      out.reserve(-end & 7)
      return { start, end }
    })
    const shared = new SharedArrayBuffer(ends.at(-1)?.end ?? 0)
    new Uint8Array(shared).set(out.written(0).subarray(0, shared.byteLength))
    return ends.map(({ start, end }) => new Uint8Array(shared, start, end - start))
  })
}

type Write = (out: ByteWriter) => void

/** A writer whose memory is used again by the next one, unless it grew large. */
function withWriter<T>(use: (out: ByteWriter) => T): T {
  const out = new ByteWriter(memory ?? Buffer.allocUnsafeSlow(1 << 14))
  // A getter in the data may encode something itself, while this memory is in use.
  memory = undefined
  const result = use(out)
  if (out.memory.length <= keptMemory) memory = out.memory
  return result
}

function sealInto(out: ByteWriter, kind: EnvelopeKind, write: Write, hasChecksum = true): void {
  const start = out.reserve(headerSize)
  write(out)
  out.setUint32(start, hasChecksum ? magic[kind] : unchecked[kind])
  out.setUint32(start + 4, out.length - start)
  out.setUint32(start + 8, hasChecksum ? crc32(out.written(start + headerSize)) : 0)
}

/** Gives sealed bytes a checksum, if they have none. */
export function addChecksum(kind: EnvelopeKind, bytes: Uint8Array): void {
  const header = new DataView(bytes.buffer, bytes.byteOffset, Math.min(headerSize, bytes.length))
  if (bytes.length < headerSize || header.getUint32(0, true) !== unchecked[kind]) return
  header.setUint32(8, crc32(bytes.subarray(headerSize)), true)
  header.setUint32(0, magic[kind], true)
}

/** Whether bytes are what `seal` or `sealShared` made. */
export function isSealed(kind: EnvelopeKind, bytes: Uint8Array): boolean {
  return bytes.length >= headerSize && faultOf(kind, bytes, new ByteReader(bytes)) === undefined
}

/** Why bytes are not what was sealed, after a look at their header. */
function faultOf(kind: EnvelopeKind, bytes: Uint8Array, input: ByteReader): string | undefined {
  const [found, length, checksum] = [input.uint32(), input.uint32(), input.uint32()]
  if (found !== magic[kind] && found !== unchecked[kind]) return `This is not an encoded ${kind}.`
  if (length !== bytes.length) return `There should be ${length} bytes.`
  const isDamaged = found === magic[kind] && checksum !== crc32(bytes.subarray(headerSize))
  return isDamaged ? 'The checksum differs.' : undefined
}

/**
 * What `read` makes of bytes that `seal` made.
 *
 * @throws AtomicError ATOMIC4004 when the bytes are not what was written.
 */
export function unseal<T>(kind: EnvelopeKind, bytes: Uint8Array, read: (input: ByteReader) => T): T {
  try {
    const input = new ByteReader(bytes)
    const fault = faultOf(kind, bytes, input)
    if (fault !== undefined) throw new Error(fault)
    const result = read(input)
    if (!input.done) throw new Error('There is data after the end.')
    return result
  } catch (cause) {
    throw new AtomicError('ATOMIC4004', {
      what: `${bytes.length} bytes do not decode as a ${kind}.`,
      fix: 'They were damaged or cut off on their way, or written by another version; read or compute them again.',
      cause,
    })
  }
}
