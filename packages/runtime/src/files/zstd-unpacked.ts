import { ZSTDDecoder } from 'zstddec/stream'
import { zstdPieces } from './zstd-pieces.ts'

/**
 * The content of zstd frames, as their bytes come. The decoder pulls its input without waiting, and of an error it says
 * only that it goes no further: so it is given one header, block or checksum at a time, and must take it.
 *
 * @throws Error when they are damaged or cut short
 */
export async function* zstdUnpacked(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new ZSTDDecoder()
  await decoder.init()
  const next: { piece?: Uint8Array | undefined } = {}
  const decoded = decoder.decodeStreaming(input(next))
  try {
    for await (const piece of zstdPieces(packed)) {
      next.piece = piece
      while (next.piece) {
        const { value } = decoded.next()
        // The piece before this one did not unpack.
        if (next.piece && !value?.length) throw stuck()
        if (value?.length) yield value
      }
    }
    for (let rest = decoded.next(); !rest.done; rest = decoded.next()) {
      if (rest.value.length === 0) throw stuck()
      yield rest.value
    }
  } finally {
    next.piece = undefined
    release(decoded)
  }
}

function* input(next: { piece?: Uint8Array | undefined }): Generator<Uint8Array> {
  for (let { piece } = next; piece; { piece } = next) {
    next.piece = undefined
    yield piece
  }
}

function stuck(): Error {
  return new Error('a block does not unpack')
}

// The decoder lets go of its memory at the end of its input only; after an error it never comes there.
function release(decoded: Iterator<Uint8Array>): void {
  try {
    for (let i = 0; i < 3 && !decoded.next().done; i++);
  } catch {}
}
