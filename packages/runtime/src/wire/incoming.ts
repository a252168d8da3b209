import { totalmem } from 'node:os'
import { readPartsHead } from './packet.ts'

// Envelopes up to this have their parts in one piece of memory.
const onePiece = 64 << 20

/** Bytes of the largest envelope. */
const largest = totalmem() / 2

/** Puts the parts of envelopes together again, as their bytes come. The parts lie in memory that threads can share. */
export class Incoming {
  #lengths: readonly number[] = []
  #parts: Uint8Array[] = []
  #piece: { readonly memory: SharedArrayBuffer; used: number } | undefined
  /** How many bytes of the last part are there. */
  #filled = 0

  /**
   * An envelope begins. Gives its parts when they are all there.
   * @throws Error when the one before has not come to its end
   */
  begin(body: Buffer): readonly Uint8Array[] | undefined {
    if (this.#lengths.length > 0) throw new Error('An envelope begins inside of another one.')
    const { lengths, rest } = readPartsHead(body)
    const total = lengths.reduce((sum, length) => sum + aligned(length), 0)
    if (total > largest)
      throw new Error(`An envelope of ${total} bytes has no room in the memory of this machine.`)
    this.#lengths = lengths
    this.#piece = total <= onePiece ? { memory: new SharedArrayBuffer(total), used: 0 } : undefined
    return this.more(rest)
  }

  /**
   * More bytes of an envelope. Gives its parts when they are all there.
   * @throws Error when they belong to no envelope
   */
  more(bytes: Uint8Array): readonly Uint8Array[] | undefined {
    let at = 0
    for (;;) {
      const part = this.#parts.at(-1)
      if (part && this.#filled < part.length) {
        if (at === bytes.length) return undefined
        const piece = bytes.subarray(at, at + part.length - this.#filled)
        part.set(piece, this.#filled)
        at += piece.length
        this.#filled += piece.length
      } else if (this.#parts.length < this.#lengths.length) {
        this.#parts.push(this.#room(this.#lengths[this.#parts.length] ?? 0))
        this.#filled = 0
      } else {
        if (at < bytes.length) throw new Error('Bytes came that belong to no envelope.')
        return this.#take()
      }
    }
  }

  #room(length: number): Uint8Array {
    if (!this.#piece) return new Uint8Array(new SharedArrayBuffer(length))
    const { memory, used } = this.#piece
    this.#piece.used += aligned(length)
    return new Uint8Array(memory, used, length)
  }

  #take(): readonly Uint8Array[] | undefined {
    const parts = this.#parts
    this.#parts = []
    this.#lengths = []
    this.#piece = undefined
    return parts.length > 0 ? parts : undefined
  }
}

// Columns of numbers are read in place, so each part begins at a multiple of 8.
function aligned(length: number): number {
  // Not by bits: a part may have more bytes than an integer of 32 bits with its sign.
  return Math.ceil(length / 8) * 8
}
