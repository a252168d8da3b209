import { constants, isAscii, isUtf8 } from 'node:buffer'
import { AtomicError } from '@atomic-ts/core/internal'
import { invalidUtf8 } from './invalid-utf8.ts'

const lf = 10
const cr = 13
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

/** What a {@link LineDecoder} reads. */
export interface LineSource {
  /** For error messages. */
  readonly path: string
  /** Where the bytes start in the text, counted uncompressed. */
  readonly start: number
  /**
   * `slices` of a longer string are the fastest, but a record that is kept keeps its neighbours in memory too: right
   * where splits are small. `copies` stand alone.
   */
  readonly lines: 'slices' | 'copies'
  /** The size of the buffer, which grows for a line that is longer. */
  readonly bufferBytes: number
}

/** Turns bytes into whole lines, a buffer at a time. It holds back the last line until its end is known. */
export class LineDecoder {
  readonly #source: LineSource
  #buffer: Buffer
  #filled = 0
  #start: number

  constructor(source: LineSource) {
    this.#source = source
    this.#buffer = Buffer.allocUnsafeSlow(source.bufferBytes)
    this.#start = source.start
  }

  /** Room for the next bytes; never empty. Valid until the next call of {@link take}. */
  space(): Buffer {
    if (this.#filled === this.#buffer.length) this.#grow()
    return this.#buffer.subarray(this.#filled)
  }

  /** Takes over the first `length` bytes of {@link space}, and gives the lines that they complete. */
  take(length: number): string[] {
    const searched = this.#filled
    this.#filled += length
    // A `\r` that comes last may be half of a `\r\n`.
    const known = this.#buffer[this.#filled - 1] === cr ? this.#filled - 1 : this.#filled
    const fresh = this.#buffer.subarray(searched, known)
    const lastEnd = Math.max(fresh.lastIndexOf(lf), fresh.lastIndexOf(cr))
    return lastEnd < 0 ? [] : this.#shift(searched + lastEnd + 1)
  }

  /** The last line, when it has no end: call it after the last bytes. */
  rest(): string[] {
    return this.#shift(this.#filled)
  }

  #grow(): void {
    const limit = constants.MAX_STRING_LENGTH
    if (this.#filled >= limit) {
      throw new AtomicError('ATOMIC5002', {
        what: `${this.#source.path} has a line of more than ${limit} bytes, at byte ${this.#start}.`,
        fix: 'A string cannot be longer. Is it a text file?',
      })
    }
    const larger = Buffer.allocUnsafeSlow(Math.min(2 * this.#buffer.length, limit))
    this.#buffer.copy(larger, 0, 0, this.#filled)
    this.#buffer = larger
  }

  #shift(length: number): string[] {
    const bytes = this.#buffer.subarray(0, length)
    const marked = this.#start === 0 && bytes.subarray(0, 3).equals(byteOrderMark)
    const lines = this.#decode(marked ? bytes.subarray(3) : bytes)
    this.#buffer.copyWithin(0, length, this.#filled)
    this.#filled -= length
    this.#start += length
    return lines
  }

  #decode(bytes: Buffer): string[] {
    const ascii = isAscii(bytes)
    if (!ascii && !isUtf8(bytes))
      throw invalidUtf8(this.#source.path, this.#buffer.subarray(0, this.#filled), this.#start)
    // For bytes below 128 the two encodings agree, and this one is decoded several times as fast.
    const encoding = ascii ? 'latin1' : 'utf8'
    if (this.#source.lines === 'copies') return eachLine(bytes, encoding)
    const lines = bytes.toString(encoding).split(bytes.includes(cr) ? /\r\n?|\n/ : '\n')
    if (lines.at(-1) === '') lines.pop()
    return lines
  }
}

function eachLine(bytes: Buffer, encoding: BufferEncoding): string[] {
  const lines: string[] = []
  for (let from = 0; from < bytes.length;) {
    let to = from
    while (to < bytes.length && bytes[to] !== lf && bytes[to] !== cr) to++
    lines.push(bytes.toString(encoding, from, to))
    from = bytes[to] === cr && bytes[to + 1] === lf ? to + 2 : to + 1
  }
  return lines
}
