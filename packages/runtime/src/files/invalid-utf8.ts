import { isUtf8 } from 'node:buffer'
import { AtomicError } from '@atomic-ts/core/internal'

/**
 * The error for bytes that are not UTF-8: the file, the byte's offset, its line, and the remedy.
 *
 * @param bytes whole lines, at least one character of which is not valid
 * @param start where they start in the text
 */
export function invalidUtf8(path: string, bytes: Buffer, start: number): AtomicError {
  const bad = firstInvalid(bytes)
  const before = bytes.subarray(0, bad)
  const line = Math.max(before.lastIndexOf(10), before.lastIndexOf(13)) + 1
  const opening = before.toString('utf8', line, line + 80).slice(0, 20)
  const byte = (bytes[bad] ?? 0).toString(16).padStart(2, '0')
  return new AtomicError('ATOMIC5002', {
    what:
      `${path} is not UTF-8: byte 0x${byte} at offset ${start + bad}, ` +
      `in the line that starts at offset ${start + line} with ${JSON.stringify(opening)}.`,
    fix: 'Convert the file first, for example with iconv -f latin1 -t utf-8.',
  })
}

function firstInvalid(bytes: Buffer): number {
  let valid = 0
  for (let length = 1; length > 0; valid += length) length = characterLength(bytes, valid)
  return valid
}

function characterLength(bytes: Buffer, at: number): number {
  if ((bytes[at] ?? 255) < 128) return 1
  return (
    [2, 3, 4].find((length) => isUtf8(bytes.subarray(at, at + length)) && at + length <= bytes.length) ?? 0
  )
}
