import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { CompressionCodec } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { uncompressSync } from 'lz4-napi'
import { ZSTDDecoder } from 'zstddec'

/** Loads what unpacks zstd. */
export async function loadUnpackers(): Promise<void> {
  await zstd.init()
}

const zstd = new ZSTDDecoder()

/**
 * The content of a page.
 * @param length what it must have
 * @throws Error when it does not unpack, or not to as many bytes
 */
export function unpackPage(codec: CompressionCodec, bytes: Uint8Array, length: number): Uint8Array {
  const known = codecs[codec]
  if (!known) throw new Error(`it is packed by ${codec}, which is not known`)
  if (length > bytes.length * known.most + spare)
    throw new Error(`${bytes.length} bytes do not unpack to ${length}`)
  const content = length === 0 ? new Uint8Array(0) : known.unpack(bytes, length)
  if (content.length === length) return content
  throw new Error(`a page unpacks to ${content.length} bytes, and says that it has ${length}`)
}

/** A way to unpack, and how many bytes of one there are at most, so that damage cannot ask for all of memory. */
interface Codec {
  readonly unpack: (bytes: Uint8Array, length: number) => Uint8Array
  readonly most: number
}

const spare = 1024

const codecs: Readonly<Partial<Record<CompressionCodec, Codec>>> = {
  UNCOMPRESSED: { most: 1, unpack: (bytes) => bytes },
  SNAPPY: { most: 32, unpack: (bytes, length) => compressors.SNAPPY?.(bytes, length) ?? bytes },
  GZIP: { most: 1100, unpack: (bytes, length) => gunzipSync(bytes, { maxOutputLength: length }) },
  BROTLI: {
    most: 2 ** 22,
    unpack: (bytes, length) => brotliDecompressSync(bytes, { maxOutputLength: length }),
  },
  ZSTD: { most: 2 ** 16, unpack: (bytes, length) => zstd.decode(bytes, length) },
  LZ4: { most: 256, unpack: (bytes, length) => compressors.LZ4?.(bytes, length) ?? bytes },
  LZ4_RAW: { most: 256, unpack: unpackLz4 },
}

/** The library wants the length in front. */
function unpackLz4(bytes: Uint8Array, length: number): Uint8Array {
  const block = Buffer.allocUnsafe(4 + bytes.length)
  block.writeUInt32LE(length)
  block.set(bytes, 4)
  return uncompressSync(block)
}
