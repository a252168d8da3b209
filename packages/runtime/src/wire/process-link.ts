import type { Duplex } from 'node:stream'

/** What an end of a link hears. Each conversation has a number. */
export interface ProcessLinkListener {
  /** The other end begins a conversation, and says what for. */
  opened(id: number, about: Buffer): void
  received(id: number, bytes: Buffer): void
  closed(id: number, reason: string): void
  /** The other process is gone. */
  ended(): void
}

const ops = { open: 0, data: 1, close: 2 } as const
const headSize = 9

/** Conversations between two processes of one machine, over one stream. Messages stay whole and in their order. */
export class ProcessLink {
  readonly #stream: Duplex
  readonly #listener: ProcessLinkListener
  #chunks: Buffer[] = []
  #size = 0

  constructor(stream: Duplex, listener: ProcessLinkListener) {
    this.#stream = stream
    this.#listener = listener
    stream.on('data', (chunk: Buffer) => this.#take(chunk))
    stream.on('error', () => stream.destroy())
    stream.once('close', () => listener.ended())
  }

  /** Bytes that wait for the other process. */
  get waiting(): number {
    return this.#stream.writableLength
  }

  open(id: number, about: Uint8Array): void {
    this.#write(ops.open, id, about)
  }

  send(id: number, bytes: Uint8Array): void {
    this.#write(ops.data, id, bytes)
  }

  close(id: number, reason = ''): void {
    this.#write(ops.close, id, Buffer.from(reason))
  }

  /** Calls back when nothing waits any more. */
  onceDrained(then: () => void): void {
    this.#stream.once('drain', then)
  }

  end(): void {
    this.#stream.end()
  }

  #write(op: number, id: number, bytes: Uint8Array): void {
    if (!this.#stream.writable) return
    const head = Buffer.allocUnsafe(headSize)
    head.writeUInt32LE(bytes.length, 0)
    head.writeUInt32LE(id, 4)
    head[8] = op
    this.#stream.cork()
    this.#stream.write(head)
    if (bytes.length > 0) this.#stream.write(bytes)
    process.nextTick(() => this.#stream.uncork())
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    while (this.#size >= headSize) {
      const head = this.#joined(headSize)
      const length = headSize + head.readUInt32LE(0)
      if (this.#size < length) return
      const whole = this.#joined(length)
      this.#drop(length)
      this.#hear(whole.readUInt8(8), whole.readUInt32LE(4), whole.subarray(headSize, length))
    }
  }

  /** The first chunk, with at least so many bytes in it. */
  #joined(least: number): Buffer {
    const [first = Buffer.alloc(0)] = this.#chunks
    if (first.length >= least) return first
    const all = Buffer.concat(this.#chunks)
    this.#chunks = [all]
    return all
  }

  #drop(length: number): void {
    const [first, ...rest] = this.#chunks
    this.#size -= length
    const left = first?.subarray(length)
    this.#chunks = left && left.length > 0 ? [left, ...rest] : rest
  }

  #hear(op: number, id: number, bytes: Buffer): void {
    if (op === ops.open) this.#listener.opened(id, bytes)
    else if (op === ops.data) this.#listener.received(id, bytes)
    else this.#listener.closed(id, bytes.toString())
  }
}
