import { compressionRegistry, CompressionType } from 'apache-arrow'
import { decompressFrameSync } from 'lz4-napi'
import { ZSTDDecoder } from 'zstddec'

const zstd = new ZSTDDecoder()

/** Tells the Arrow library how the buffers of record batches are packed. */
export async function registerCodecs(): Promise<void> {
  if (compressionRegistry.get(CompressionType.LZ4_FRAME)) return
  await zstd.init()
  compressionRegistry.set(CompressionType.ZSTD, {
    decode: (bytes) => toLength(bytes, 2 ** 16, (length) => zstd.decode(bytes, length)),
  })
  compressionRegistry.set(CompressionType.LZ4_FRAME, {
    decode: (bytes) =>
      toLength(bytes, 256, () =>
        decompressFrameSync(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
      ),
  })
}

/**
 * Unpacks a buffer to the length that stands before it, which the library leaves out.
 * @param most how many bytes of one there are at most, so that damage cannot ask for all of memory
 */
function toLength(bytes: Uint8Array, most: number, unpack: (length: number) => Uint8Array): Uint8Array {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset - 8, 8).getBigInt64(0, true))
  if (length < 0 || length > bytes.length * most + 1024)
    throw new Error(`${bytes.length} bytes do not unpack to ${length}`)
  const content = length === 0 ? new Uint8Array(0) : unpack(length)
  if (content.length === length) return content
  throw new Error(`a buffer unpacks to ${content.length} bytes, and says that it has ${length}`)
}
