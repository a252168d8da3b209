import { encodeValue } from '../codec/codec.ts'
import type { Envelope } from '../transport/transport.ts'
import { openMessage } from './open-message.ts'
import { Incoming } from './incoming.ts'
import { ackBody, openPacket, packet, partsHead } from './packet.ts'

/** Carries packets, whole and in their order. */
export interface Pipe {
  send(bytes: Buffer): void
  /** Ends it; a reason is for the other side to read. */
  close(reason?: string): void
}

/** What the owner of a channel hears. */
export interface ChannelListener<In> {
  /** Nothing that comes is believed: gives a message back as what it is, or throws. */
  readonly check: (value: unknown, blocks: number) => In
  received(envelope: Envelope<In>): void
  /** The other side said nothing for too long, or what makes no sense: the channel has closed its pipe. */
  failed(why: string): void
}

/** Bytes of one packet at most, beside its head. */
const packetSize = 256 << 10
/** Bytes that are under way at most: sent, and not yet said to have arrived. */
const window = 8 << 20
/** How many bytes arrive before that is said. */
const ackEvery = 1 << 20
/** Times that a silent side is asked whether it is there before it is given up. */
const asks = 5

/**
 * Envelopes over a pipe: large ones in many packets, a bounded number of bytes under way, a checksum for each packet. Each
 * side asks the other one whether it is still there.
 */
export class Channel<In, Out> {
  readonly #pipe: Pipe
  readonly #listener: ChannelListener<In>
  readonly #incoming = new Incoming()
  /** Envelopes that wait, as the packets that are left of each. */
  readonly #queue: Generator<Buffer, undefined>[] = []
  readonly #timer: NodeJS.Timeout
  #underWay = 0
  #arrived = 0
  #asked = 0
  #mostAsked: number
  #isClosed = false

  /**
   * @param patience how long the other side may be silent, in milliseconds
   * @param first how long it may be silent before it says something for the first time
   */
  constructor(pipe: Pipe, listener: ChannelListener<In>, patience: number, first: number = patience) {
    this.#pipe = pipe
    this.#listener = listener
    this.#mostAsked = Math.ceil((asks * first) / patience)
    // Counted in turns of the timer: a process that was busy or asleep itself gives the other side its time.
    this.#timer = setInterval(() => this.#ask(patience), patience / asks).unref()
  }

  send(message: Out, blocks: readonly Uint8Array[] = []): void {
    if (this.#isClosed) return
    this.#queue.push(packets([encodeValue(message), ...blocks]))
    this.#pump()
  }

  /**
   * Sends envelopes one after the other, before everything that is sent later. Each is made when there is room for it; one
   * that cannot be made ends the channel.
   */
  sendAll(envelopes: Iterable<Envelope<Out>>): void {
    if (this.#isClosed) return
    this.#queue.push(packetsOfAll(envelopes))
    this.#pump()
  }

  /** Takes what the pipe brings. */
  receive(bytes: Buffer): void {
    if (this.#isClosed) return
    this.#asked = 0
    this.#mostAsked = asks
    const envelope = this.#read(bytes)
    if (envelope) this.#listener.received(envelope)
  }

  /** Ends it without a word; nothing is heard from it any more. */
  close(reason?: string): void {
    this.#isClosed = true
    clearInterval(this.#timer)
    for (const each of this.#queue.splice(0)) each.return(undefined)
    this.#pipe.close(reason)
  }

  #read(bytes: Buffer): Envelope<In> | undefined {
    try {
      return this.#open(bytes)
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error))
      return undefined
    }
  }

  #open(bytes: Buffer): Envelope<In> | undefined {
    const { kind, body } = openPacket(bytes)
    switch (kind) {
      case 'parts':
      case 'more': {
        this.#confirm(bytes.length)
        const parts = kind === 'parts' ? this.#incoming.begin(body) : this.#incoming.more(body)
        if (!parts) return undefined
        const [message = new Uint8Array(0), ...blocks] = parts
        return { message: openMessage(message, blocks.length, this.#listener.check), blocks }
      }
      case 'ack':
        this.#acknowledge(body.readUInt32LE(0))
        return undefined
      case 'ping':
        this.#pipe.send(packet('pong'))
        return undefined
      case 'pong':
        return undefined
    }
  }

  #acknowledge(bytes: number): void {
    // Else the other side could ask for any number of bytes at once.
    if (bytes > this.#underWay) throw new Error('More bytes are said to have arrived than were sent.')
    this.#underWay -= bytes
    this.#pump()
  }

  #confirm(bytes: number): void {
    this.#arrived += bytes
    if (this.#arrived < ackEvery) return
    this.#pipe.send(packet('ack', ackBody(this.#arrived)))
    this.#arrived = 0
  }

  #pump(): void {
    for (let [next] = this.#queue; next && this.#underWay < window; [next] = this.#queue) {
      const { done, value } = this.#next(next)
      if (done) {
        this.#queue.shift()
        continue
      }
      this.#underWay += value.length
      this.#pipe.send(value)
    }
  }

  /** The next packet of an envelope. */
  #next(packetsOfOne: Generator<Buffer, undefined>): IteratorResult<Buffer, undefined> {
    try {
      return packetsOfOne.next()
    } catch (error) {
      this.#fail(`what it is sent cannot be read: ${error instanceof Error ? error.message : String(error)}`)
      return { done: true, value: undefined }
    }
  }

  #ask(patience: number): void {
    const most = this.#mostAsked
    if (++this.#asked > most) return this.#fail(`it said nothing for ${(most * patience) / asks} ms`)
    this.#pipe.send(packet('ping'))
  }

  #fail(why: string): void {
    this.close(why)
    this.#listener.failed(why)
  }
}

function* packetsOfAll(envelopes: Iterable<Envelope<unknown>>): Generator<Buffer, undefined> {
  for (const { message, blocks } of envelopes) yield* packets([encodeValue(message), ...blocks])
  return undefined
}

/** The packets of an envelope, each made when it is sent. */
function* packets(parts: readonly Uint8Array[]): Generator<Buffer, undefined> {
  let bodies: Uint8Array[] = [partsHead(parts.map(({ length }) => length))]
  let room = packetSize
  let kind: 'parts' | 'more' = 'parts'
  for (const part of parts) {
    for (let at = 0; at < part.length;) {
      if (room === 0) {
        yield packet(kind, ...bodies)
        kind = 'more'
        bodies = []
        room = packetSize
      }
      const piece = part.subarray(at, at + room)
      bodies.push(piece)
      at += piece.length
      room -= piece.length
    }
  }
  yield packet(kind, ...bodies)
  return undefined
}
