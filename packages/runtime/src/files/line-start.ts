import { readSync } from 'node:fs'

const lf = 10
const cr = 13

/**
 * Where the first line at or after a byte position starts; the end of the file when none does. Lines end with `\n`,
 * `\r\n` or `\r`. Both neighbours of a split point ask the same question, so that each line has exactly one owner.
 *
 * @param fd an open regular file
 * @param position any byte of it, also one inside a `\r\n` or a character
 * @param bufferBytes how much to read at a time, at least 2
 */
export function lineStart(fd: number, position: number, bufferBytes: number): number {
  if (position === 0) return 0
  const buffer = Buffer.allocUnsafe(bufferBytes)
  for (let at = position - 1; ;) {
    const length = readSync(fd, buffer, 0, bufferBytes, at)
    const end = firstLineEnd(buffer.subarray(0, length))
    if (end === length) {
      if (length === 0) return at
      at += length
    } else if (buffer[end] === lf) return at + end + 1
    else if (end + 1 < length) return at + end + (buffer[end + 1] === lf ? 2 : 1)
    // What follows the `\r` is in the next bytes, unless the file ends with it.
    else if (length === 1) return at + 1
    else at += end
  }
}

/** Where the first `\n` or `\r` stands; the length when there is none. */
export function firstLineEnd(bytes: Uint8Array): number {
  const found = [bytes.indexOf(lf), bytes.indexOf(cr)].filter((index) => index >= 0)
  return Math.min(bytes.length, ...found)
}
