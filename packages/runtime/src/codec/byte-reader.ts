/**
 * What a decoder reads from. The bytes may lie in shared memory and at any offset, so typed arrays over them are made
 * from a copy where their alignment asks for one; text is decoded by `Buffer`, since `TextDecoder` refuses shared
 * memory.
 */
export class ByteReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get done(): boolean {
    return this.#at === this.#bytes.length
  }

  byte(): number {
    const at = this.#take(1)
    return this.#bytes.readUInt8(at)
  }

  uint32(): number {
    const at = this.#take(4)
    return this.#bytes.readUInt32LE(at)
  }

  /** A view of the next bytes. */
  bytes(size: number): Buffer {
    const at = this.#take(size)
    return this.#bytes.subarray(at, at + size)
  }

  /** A view of bytes that were written with their length. */
  block(): Buffer {
    return this.bytes(this.uint32())
  }

  text(encoding: 'latin1' | 'utf8' | 'ucs2'): string {
    const size = this.uint32()
    const at = this.#take(size)
    return this.#bytes.toString(encoding, at, at + size)
  }

  /** Where `count` elements of `width` bytes lie, aligned for a typed array. */
  elements(count: number, width: number): { readonly buffer: ArrayBufferLike; readonly offset: number } {
    this.#take(-this.#at & (width - 1))
    const at = this.#take(count * width)
    const offset = this.#bytes.byteOffset + at
    if (offset % width === 0) return { buffer: this.#bytes.buffer, offset }
    const copy = new Uint8Array(count * width)
    copy.set(this.#bytes.subarray(at, at + count * width))
    return { buffer: copy.buffer, offset: 0 }
  }

  #take(size: number): number {
    const at = this.#at
    this.#at += size
    if (this.#at > this.#bytes.length) throw new Error('The data ends too early.')
    return at
  }
}
