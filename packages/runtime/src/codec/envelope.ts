import { crc32 } from 'node:zlib'
import { AtomicError } from '@atomic-ts/core/internal'
import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'

/** Tells the two kinds of encoded data apart, and both from anything else. */
export type EnvelopeKind = keyof typeof magic

const magic = { chunk: 0x31c7a7, value: 0x31d7a7 } as const
const headerSize = 12

/** Memory above this is not kept for the next call. */
const keptMemory = 16 << 20
let memory: Buffer | undefined

/** Bytes of what `write` writes, in memory of their own, with a length and a checksum in front. */
export function seal(kind: EnvelopeKind, write: (out: ByteWriter) => void): Uint8Array {
  const out = new ByteWriter(memory ?? Buffer.allocUnsafeSlow(1 << 14))
  // A getter in the data may encode something itself, while this memory is in use.
  memory = undefined
  out.reserve(headerSize)
  write(out)
  out.setUint32(0, magic[kind])
  out.setUint32(4, out.length)
  out.setUint32(8, crc32(out.written(headerSize)))
  if (out.memory.length <= keptMemory) memory = out.memory
  return copyOf(out.written(0))
}

/**
 * What `read` makes of bytes that `seal` made.
 *
 * @throws AtomicError ATOMIC4004 when the bytes are not what was written.
 */
export function unseal<T>(kind: EnvelopeKind, bytes: Uint8Array, read: (input: ByteReader) => T): T {
  try {
    const input = new ByteReader(bytes)
    const found = { magic: input.uint32(), length: input.uint32(), checksum: input.uint32() }
    if (found.magic !== magic[kind]) throw new Error(`This is not an encoded ${kind}.`)
    if (found.length !== bytes.length) throw new Error(`There should be ${found.length} bytes.`)
    if (found.checksum !== crc32(bytes.subarray(headerSize))) throw new Error('The checksum differs.')
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

function copyOf(bytes: Uint8Array): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.allocUnsafeSlow(bytes.length)
  const copy = new Uint8Array(buffer, byteOffset, length)
  copy.set(bytes)
  return copy
}
