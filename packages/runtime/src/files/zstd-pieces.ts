const frameMagic = 0xfd2fb528
const skippableMagic = 0x184d2a50
const runBlock = 1
const unknownBlock = 3
const largestBlock = 128 * 1024

/**
 * Cuts zstd frames (RFC 8878) into their headers, blocks and checksums. Skippable frames are left out.
 *
 * @throws Error when they are cut short, or something else stands among them
 */
export async function* zstdPieces(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const bytes = new ByteQueue(packed)
  try {
    while (await bytes.has(1)) {
      const magic = await bytes.take(4)
      const number = magic.readUInt32LE()
      if (number >>> 4 === skippableMagic >>> 4) await skip(bytes, (await bytes.take(4)).readUInt32LE())
      else if (number === frameMagic) yield* framePieces(magic, bytes)
      else throw new Error('unknown data stands where a frame should begin')
    }
  } finally {
    await bytes.close()
  }
}

async function* framePieces(magic: Buffer, bytes: ByteQueue): AsyncGenerator<Uint8Array> {
  const descriptor = await bytes.take(1)
  const flags = descriptor.readUInt8()
  yield Buffer.concat([magic, descriptor, await bytes.take(headerLength(flags))])
  for (let isLast = false; !isLast;) {
    const header = await bytes.take(3)
    const fields = header.readUIntLE(0, 3)
    const [kind, size] = [(fields >> 1) & 3, fields >> 3]
    isLast = (fields & 1) === 1
    if (kind === unknownBlock || size > largestBlock)
      throw new Error('a block has a header that means nothing')
    yield Buffer.concat([header, await bytes.take(kind === runBlock ? 1 : size)])
  }
  const hasChecksum = (flags & 4) !== 0
  if (hasChecksum) yield await bytes.take(4)
}

/** How many bytes follow the flags: a window, the id of a dictionary, the size of the content. */
function headerLength(flags: number): number {
  const isSingle = (flags & 0x20) !== 0
  const dictionary = [0, 1, 2, 4][flags & 3] ?? 0
  const contentSize = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0
  return (isSingle ? 0 : 1) + dictionary + contentSize
}

async function skip(bytes: ByteQueue, length: number): Promise<void> {
  for (let left = length; left > 0; left -= largestBlock) await bytes.take(Math.min(left, largestBlock))
}

/** Gives bytes that come in pieces of any size in pieces of a size that is asked for. */
class ByteQueue {
  readonly #source: AsyncIterator<Uint8Array>
  #pieces: Uint8Array[] = []
  #length = 0

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** Waits until so many bytes are there; false when they end before. */
  async has(length: number): Promise<boolean> {
    while (this.#length < length) {
      const { value, done } = await this.#source.next()
      if (done) return false
      this.#pieces.push(value)
      this.#length += value.length
    }
    return true
  }

  async take(length: number): Promise<Buffer> {
    if (!(await this.has(length))) throw new Error('the file is cut short')
    const [first = new Uint8Array(0), ...rest] = this.#pieces
    const all =
      rest.length === 0
        ? Buffer.from(first.buffer, first.byteOffset, first.byteLength)
        : Buffer.concat(this.#pieces)
    this.#pieces = [all.subarray(length)]
    this.#length -= length
    return all.subarray(0, length)
  }

  async close(): Promise<void> {
    await this.#source.return?.()
  }
}
