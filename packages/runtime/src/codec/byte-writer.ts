/** What an encoder writes to: bytes that grow. Numbers are little-endian, as on every platform that Node runs on today. */
export class ByteWriter {
  #bytes: Buffer
  #length = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get length(): number {
    return this.#length
  }

  /** The memory behind, to be used for the next writer; larger than what was written. */
  get memory(): Buffer {
    return this.#bytes
  }

  byte(value: number): void {
    // First the room, which may be new memory.
    const at = this.reserve(1)
    this.#bytes[at] = value
  }

  uint32(value: number): void {
    const at = this.reserve(4)
    this.#bytes.writeUInt32LE(value, at)
  }

  setUint32(at: number, value: number): void {
    this.#bytes.writeUInt32LE(value, at)
  }

  /** Bytes with their length in front. */
  block(bytes: Uint8Array): void {
    this.uint32(bytes.length)
    const at = this.reserve(bytes.length)
    this.#bytes.set(bytes, at)
  }

  /** Text with its length in bytes in front. */
  text(text: string, encoding: 'latin1' | 'utf8' | 'ucs2'): void {
    const size = encoding === 'utf8' ? Buffer.byteLength(text) : text.length * (encoding === 'ucs2' ? 2 : 1)
    this.uint32(size)
    const at = this.reserve(size)
    this.#bytes.write(text, at, size, encoding)
  }

  /** Room for `count` elements of `width` bytes, aligned for a typed array over the result. */
  elements(count: number, width: number): { readonly buffer: ArrayBufferLike; readonly offset: number } {
    this.reserve(-this.#length & (width - 1))
    const at = this.reserve(count * width)
    return { buffer: this.#bytes.buffer, offset: this.#bytes.byteOffset + at }
  }

  /** Room for `size` bytes, to be filled before the next write. */
  bytes(size: number): Uint8Array {
    const at = this.reserve(size)
    return this.#bytes.subarray(at, at + size)
  }

  /** A view of what was written from `start`, valid until the next write. */
  written(start: number): Uint8Array {
    return this.#bytes.subarray(start, this.#length)
  }

  reserve(size: number): number {
    const at = this.#length
    this.#length += size
    if (this.#length > this.#bytes.length) this.#grow()
    return at
  }

  #grow(): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#length, Math.min(2 * this.#length, 0xffff_ffff)))
    this.#bytes.copy(larger)
    this.#bytes = larger
  }
}
