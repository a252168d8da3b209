import type { Peer } from '../wire/protocol.ts'
import { PeerLink, type Connect } from './peer-link.ts'

/** The other executor processes of a driver, by its numbers of the workers. */
export class Peers {
  readonly #executor: string
  readonly #connect: Connect
  readonly #silence: number
  readonly #links = new Map<number, PeerLink>()
  #own: number | undefined

  /** @param executor the name of this process */
  constructor(executor: string, connect: Connect, silence: number) {
    this.#executor = executor
    this.#connect = connect
    this.#silence = silence
  }

  /** The driver says where a worker is. It is called when something is wanted of it. */
  add(peer: Peer): void {
    if (peer.executor === this.#executor) this.#own = peer.worker
    else this.#links.set(peer.worker, new PeerLink(peer, this.#connect, this.#silence))
  }

  /** A worker is lost: what is asked of it does not come. */
  remove(worker: number): void {
    this.#links.get(worker)?.close('it is lost')
    this.#links.delete(worker)
  }

  /** Whether the driver means this process by a number. */
  isOwn(worker: number): boolean {
    return worker === this.#own
  }

  /** @throws Error when the driver has said nothing of it */
  link(worker: number): PeerLink {
    const link = this.#links.get(worker)
    if (link) return link
    throw new Error(`Nobody has said where the worker ${worker} is.`)
  }
}
