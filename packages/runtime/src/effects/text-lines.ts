import { TextDecoder } from 'node:util'
import { AtomicError } from '@atomic-ts/core/internal'

/** How text becomes bytes. */
export type TextEncoding = 'utf8' | 'latin1' | 'utf16le'

/** Turns a program's output into whole lines as it comes; `\n`, `\r\n` and `\r` end a line. */
export class TextLines {
  readonly #encoding: TextEncoding
  readonly #command: readonly string[]
  readonly #decoder: TextDecoder | undefined
  #held = ''
  #offset = 0

  constructor(encoding: TextEncoding, command: readonly string[]) {
    this.#encoding = encoding
    this.#command = command
    const label = encoding === 'utf16le' ? 'utf-16le' : 'utf-8'
    this.#decoder = encoding === 'latin1' ? undefined : new TextDecoder(label, { fatal: true })
  }

  /** The lines that these bytes complete. */
  take(bytes: Buffer): string[] {
    const text = this.#decode(bytes)
    this.#offset += bytes.length
    if (text === '') return []
    const before = this.#heldLine()
    const isHalf = before.length > 0 && text.startsWith('\n')
    // A `\r` that comes last may be half of a `\r\n`.
    const isOpen = text.endsWith('\r')
    const [first = '', ...others] = text.slice(isHalf ? 1 : 0, isOpen ? -1 : undefined).split(lineEnd)
    const lines = [...before, this.#held + first, ...others]
    this.#held = (lines.pop() ?? '') + (isOpen ? '\r' : '')
    return lines
  }

  /** The last line, when it has no end: call it after the last bytes. */
  rest(): string[] {
    this.#decode()
    const before = this.#heldLine()
    return this.#held === '' ? before : [this.#held]
  }

  /** The line that is held back only for the second half of its end. */
  #heldLine(): string[] {
    if (!this.#held.endsWith('\r')) return []
    const line = this.#held.slice(0, -1)
    this.#held = ''
    return [line]
  }

  #decode(bytes?: Buffer): string {
    if (!this.#decoder) return bytes?.toString('latin1') ?? ''
    try {
      return bytes ? this.#decoder.decode(bytes, { stream: true }) : this.#decoder.decode()
    } catch (cause) {
      const length = bytes?.length ?? 0
      throw new AtomicError('ATOMIC6002', {
        what:
          `The program ${this.#command[0] ?? ''} wrote what is not ${this.#encoding}, ` +
          `between bytes ${this.#offset} and ${this.#offset + length} of its output.`,
        fix: 'Name its encoding in the options of pipe, or make it write UTF-8.',
        cause,
      })
    }
  }
}

const lineEnd = /\r\n|\n|\r/
