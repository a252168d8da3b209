import { Readable, pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AtomicError, isAtomicError, type Compression, type FileRef } from '@atomic-ts/core/internal'
import { fileSystemOf } from './file-system.ts'

/**
 * The content of a packed file, as it comes.
 *
 * @param counted is told how many bytes of the file were taken
 * @throws ATOMIC5002, from the iteration, when the file cannot be read, is damaged or is cut short
 */
export async function* unpacked(
  file: FileRef,
  compression: Compression,
  counted: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const unpack = { gzip: gunzipped, zstd: unzstd }[compression]
  try {
    // What packs nothing still writes a header.
    if (file.size === 0) throw new Error('it is empty')
    yield* unpack(file, counted)
  } catch (cause) {
    if (isAtomicError(cause)) throw cause
    throw new AtomicError('ATOMIC5002', {
      what: `${file.path} is damaged, or is no ${compression} file: ${cause instanceof Error ? cause.message : String(cause)}.`,
      fix: `Check it with ${compression} -t, and fetch it again.`,
      cause,
    })
  }
}

function content(file: FileRef, start = 0): AsyncIterable<Uint8Array> {
  return fileSystemOf(file.path).read(file, start, file.size)
}

async function* gunzipped(file: FileRef, counted: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip()
  // Errors of either stream end the iteration below.
  pipeline(Readable.from(content(file), { objectMode: false }), gunzip, () => {})
  let before = 0
  for await (const bytes of gunzip as AsyncIterable<Buffer>) {
    counted(gunzip.bytesWritten - before)
    before = gunzip.bytesWritten
    yield bytes
  }
  counted(gunzip.bytesWritten - before)
  // Zeros may fill the last block of a tape. After a zero, zlib ignores everything.
  for await (const bytes of content(file, gunzip.bytesWritten))
    if (bytes.some((byte) => byte !== 0)) throw new Error('unknown data follows the compressed data')
}

async function* unzstd(file: FileRef, counted: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const { zstdUnpacked } = await import('./zstd-unpacked.ts')
  yield* zstdUnpacked(tallied())

  async function* tallied(): AsyncGenerator<Uint8Array> {
    for await (const bytes of content(file)) {
      counted(bytes.length)
      yield bytes
    }
  }
}
