import { isUtf8 } from 'node:buffer'
import type { TextSplit } from '@atomic-ts/core/internal'
import { invalidUtf8 } from '../invalid-utf8.ts'
import { unpackedBytes } from './unpacked-bytes.ts'

/**
 * The text of a whole file, in pieces that end between characters. A byte order mark at its start is dropped.
 * @throws ATOMIC5002 when the file cannot be read, is not UTF-8, or is damaged as a compressed file
 */
export async function* textPieces(split: TextSplit, counts: { bytesRead: number }): AsyncGenerator<string> {
  let held: Buffer = Buffer.alloc(0)
  let start = 0
  for await (const piece of unpackedBytes(split, counts)) {
    const bytes = held.length === 0 ? piece : Buffer.concat([held, piece])
    const end = wholeCharacters(bytes)
    yield textOf(bytes.subarray(0, end))
    held = Buffer.from(bytes.subarray(end))
  }
  if (held.length > 0) yield textOf(held)

  function textOf(bytes: Buffer): string {
    if (!isUtf8(bytes)) throw invalidUtf8(split.file.path, bytes, start)
    const text = bytes.toString('utf8')
    const isMarked = start === 0 && text.startsWith('\uFEFF')
    start += bytes.length
    return isMarked ? text.slice(1) : text
  }
}

/** Where the last character that is not whole begins, or the end. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte < 0xc0) continue
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
    return length > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}
