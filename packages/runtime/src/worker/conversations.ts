import { Socket } from 'node:net'
import type { Channel, Pipe } from '../wire/channel.ts'
import { ProcessLink } from '../wire/process-link.ts'
import type { FromPeer, ToPeer } from '../wire/protocol.ts'
import { drainWord, linkFile, type WantedPeer } from './executor-options.ts'
import type { PeerConnection } from './peer-link.ts'

interface Conversation {
  receive(bytes: Buffer): void
  end(why: string): void
}

/** What an executor process says to its driver and to other executor processes: all of it through its worker. */
export class Conversations {
  readonly #link: ProcessLink
  readonly #all = new Map<number, Conversation>()
  /** Those that begin here have odd numbers. */
  #next = -1

  /**
   * @param asks.serve answers another executor process, over the conversation of a number
   * @param asks.drain the worker is asked to end
   * @param asks.leave there is nobody to work for: the worker or the driver is gone
   */
  constructor(asks: {
    readonly serve: (id: number) => Channel<ToPeer, FromPeer>
    readonly drain: () => void
    readonly leave: () => void
  }) {
    this.#link = new ProcessLink(new Socket({ fd: linkFile, readable: true, writable: true }), {
      opened: (id, about) => {
        if (about.toString() === drainWord) return asks.drain()
        const channel = asks.serve(id)
        this.add(id, { receive: (bytes) => channel.receive(bytes), end: () => channel.close() })
      },
      received: (id, bytes) => this.#all.get(id)?.receive(bytes),
      closed: (id, why) => {
        const conversation = this.#all.get(id)
        this.#all.delete(id)
        conversation?.end(why)
      },
      ended: asks.leave,
    })
  }

  add(id: number, conversation: Conversation): void {
    this.#all.set(id, conversation)
  }

  /** The way out of a conversation. */
  pipe(id: number): Pipe {
    return {
      send: (bytes) => this.#link.send(id, bytes),
      close: (reason) => {
        if (this.#all.delete(id)) this.#link.close(id, reason)
      },
    }
  }

  /** Begins a conversation with another executor process. */
  begin({ address, executor }: WantedPeer): PeerConnection {
    this.#next += 2
    const id = this.#next
    const wanted: WantedPeer = { address, executor }
    this.#link.open(id, Buffer.from(JSON.stringify(wanted)))
    return {
      pipe: this.pipe(id),
      hear: (receive, end) => this.add(id, { receive, end }),
    }
  }

  /** Everything is said. */
  end(): void {
    this.#link.end()
  }
}
