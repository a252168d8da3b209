import type { Envelope } from '../transport/transport.ts'
import { checkFromPeer } from '../wire/check-protocol.ts'
import { receivedIndex } from '../shuffle/output-index.ts'
import { Channel, type Pipe } from '../wire/channel.ts'
import type { FromPeer, Peer, Piece, ToPeer } from '../wire/protocol.ts'

/** A connection to another executor process, as its worker makes it. */
export interface PeerConnection {
  readonly pipe: Pipe
  /** Sets what takes packets, and what hears of the end. */
  readonly hear: (received: (bytes: Buffer) => void, ended: (why: string) => void) => void
}

/** Begins a connection to a peer. */
export type Connect = (peer: Peer) => PeerConnection

/** What is asked, but for the number of the request. */
type Question = ToPeer extends infer Each ? (Each extends ToPeer ? Omit<Each, 'request'> : never) : never

interface Request {
  readonly question: Question
  resolve(blocks: readonly Uint8Array[]): void
  reject(why: Error): void
}

/** A peer that has been called so often without an answer is gone. */
const mostTries = 3
// Between two tries, in milliseconds.
const pause = 200

/** Asks one peer for what it keeps. When the connection breaks it is made again, and asked for what has not come. */
export class PeerLink {
  readonly #peer: Peer
  readonly #connect: Connect
  readonly #silence: number
  readonly #requests = new Map<number, Request>()
  #channel: Channel<FromPeer, ToPeer> | undefined
  #last = 0
  /** Connections since the last answer. */
  #tries = 0
  #isClosed = false

  constructor(peer: Peer, connect: Connect, silence: number) {
    this.#peer = peer
    this.#connect = connect
    this.#silence = silence
  }

  /**
   * Pieces, in the order in which they were asked for.
   * @throws Error when the peer is gone, or does not have them; the signal's reason
   */
  fetch(pieces: readonly Piece[], signal: AbortSignal): Promise<readonly Uint8Array[]> {
    return this.#ask({ kind: 'fetch', pieces }, signal)
  }

  /**
   * What blocks some of its outputs have for a partition: an index by the positions of the outputs.
   * @throws Error when the peer is gone, or does not have them; the signal's reason
   */
  async sizes(outputs: readonly number[], partition: number, signal: AbortSignal): Promise<Uint8Array> {
    const [index] = await this.#ask({ kind: 'sizes', outputs, partition }, signal)
    return receivedIndex(index)
  }

  /**
   * What blocks one of its outputs has.
   * @throws Error when the peer is gone, or does not have it; the signal's reason
   */
  async index(output: number, signal: AbortSignal): Promise<Uint8Array> {
    const [index] = await this.#ask({ kind: 'index', output }, signal)
    return receivedIndex(index)
  }

  /** Ends it; what was asked for does not come. */
  close(why: string): void {
    this.#isClosed = true
    this.#channel?.close()
    this.#giveUp(why)
  }

  #ask(question: Question, signal: AbortSignal): Promise<readonly Uint8Array[]> {
    return new Promise((resolve, reject) => {
      const id = ++this.#last
      signal.throwIfAborted()
      const stop = (): void => this.#take(id)?.reject(signal.reason as Error)
      signal.addEventListener('abort', stop, { once: true })
      const over = (): void => signal.removeEventListener('abort', stop)
      this.#requests.set(id, {
        question,
        resolve: (blocks) => (over(), resolve(blocks)),
        reject: (why) => (over(), reject(why)),
      })
      if (this.#channel) this.#channel.send({ ...question, request: id })
      else this.#open()
    })
  }

  #open(): void {
    if (this.#channel || this.#isClosed) return
    this.#tries++
    const { pipe, hear } = this.#connect(this.#peer)
    const channel: Channel<FromPeer, ToPeer> = new Channel<FromPeer, ToPeer>(
      pipe,
      {
        check: checkFromPeer,
        received: (envelope: Envelope<FromPeer>) => this.#received(envelope),
        failed: (why) => this.#broken(channel, why),
      },
      this.#silence,
    )
    this.#channel = channel
    hear(
      (bytes) => channel.receive(bytes),
      (why) => this.#broken(channel, why),
    )
    for (const [request, { question }] of this.#requests) channel.send({ ...question, request })
  }

  #received({ message, blocks }: Envelope<FromPeer>): void {
    this.#tries = 0
    const request = this.#take(message.request)
    if (message.kind === 'gone') request?.reject(new Error(message.why))
    else request?.resolve(blocks)
  }

  #broken(channel: Channel<FromPeer, ToPeer>, why: string): void {
    if (this.#channel !== channel) return
    channel.close()
    this.#channel = undefined
    if (this.#requests.size === 0 || this.#isClosed) return
    if (this.#tries >= mostTries) return this.#giveUp(why)
    setTimeout(() => this.#open(), pause * this.#tries)
  }

  #giveUp(why: string): void {
    this.#tries = 0
    for (const id of [...this.#requests.keys()]) {
      this.#take(id)?.reject(new Error(`The worker ${this.#peer.address} does not give its blocks: ${why}`))
    }
  }

  #take(id: number): Request | undefined {
    const request = this.#requests.get(id)
    this.#requests.delete(id)
    return request
  }
}
