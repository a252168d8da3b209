import { lz4 } from './lz4.ts'

/** Bytes for a disk: compressed, when that makes them smaller. */
export function squeezed(bytes: Uint8Array): Uint8Array {
  const compressed = lz4().compressSync(
    Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length),
  )
  return compressed.length < bytes.length ? compressed : bytes
}

/**
 * The bytes that were squeezed.
 * @param length how many they were
 * @throws Error when they are not as many any more
 */
export function unsqueezed(bytes: Buffer, length: number): Uint8Array {
  if (bytes.length === length) return bytes
  // The library makes room for as many as stand in front.
  const claimed = bytes.length < 4 ? 0 : bytes.readUInt32LE(0)
  const content = claimed === length ? lz4().uncompressSync(bytes) : undefined
  if (content?.length === length) return content
  throw new Error(`It holds ${content?.length ?? claimed} bytes, not ${length}.`)
}
