import { closeSync, fstatSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { SentPart } from '../../wire/protocol.ts'
import type { Envelope } from '../transport.ts'

/** Bytes of a file that one message carries. */
const pieceSize = 4 << 20

/**
 * A file, or a folder with all that is in it, as it is sent to workers. Each part is read when it is asked for.
 * @throws Error when it cannot be read
 */
export function* partsOf(path: string, name: string): Generator<Envelope<SentPart>> {
  const stats = lstatSync(path)
  if (stats.isSymbolicLink()) {
    yield { message: { kind: 'link', name, target: readlinkSync(path) }, blocks: [] }
  } else if (stats.isDirectory()) {
    yield { message: { kind: 'folder', name }, blocks: [] }
    for (const each of readdirSync(path)) yield* partsOf(join(path, each), `${name}/${each}`)
  } else {
    yield* piecesOf(path, name)
  }
}

function* piecesOf(path: string, name: string): Generator<Envelope<SentPart>> {
  const file = openSync(path, 'r')
  try {
    const { size, mode } = fstatSync(file)
    for (let from = 0; from === 0 || from < size; from += pieceSize) {
      const bytes = readPiece(file, from, Math.min(pieceSize, size - from))
      const isLast = from + pieceSize >= size
      yield { message: { kind: 'file', name, mode: mode & 0o777, from, isLast }, blocks: [bytes] }
    }
  } finally {
    closeSync(file)
  }
}

function readPiece(file: number, from: number, size: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(size)
  for (let done = 0; done < size;) {
    const read = readSync(file, bytes, done, size - done, from + done)
    if (read === 0) throw new Error(`It ends at ${from + done}.`)
    done += read
  }
  return bytes
}
