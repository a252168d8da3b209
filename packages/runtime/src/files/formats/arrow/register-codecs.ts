import { compressionRegistry, CompressionType } from 'apache-arrow'
import { decompressZstd } from 'hyparquet-compressors'
import { decompressFrameSync } from 'lz4-napi'

/** Tells the Arrow library how the buffers of record batches are packed. */
export function registerCodecs(): void {
  if (compressionRegistry.get(CompressionType.LZ4_FRAME)) return
  // A copy, because numbers are read in place, and want their bytes aligned.
  compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => decompressZstd(bytes).slice() })
  compressionRegistry.set(CompressionType.LZ4_FRAME, {
    decode: (bytes) => decompressFrameSync(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
  })
}
