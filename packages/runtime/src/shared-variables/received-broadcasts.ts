import { AtomicError } from '@atomic-ts/core/internal'
import { decodeForTasks } from '../codec/codec.ts'
import { receive } from '../codec/handle.ts'
import { Broadcast } from './broadcast.ts'
import { fromChunks, type BroadcastChunks } from './broadcast-chunks.ts'

// Here, since every executor loads this file, also where the tasks import nothing of ours.
receive('broadcast', ([id]) => new Broadcast(Number(id)))

/** The broadcasts that one worker was sent, each decoded when a task first asks for it. */
export class ReceivedBroadcasts {
  readonly #chunks = new Map<number, BroadcastChunks>()
  readonly #values = new Map<number, unknown>()

  put(id: number, chunks: BroadcastChunks): void {
    this.#chunks.set(id, chunks)
  }

  /** @throws ATOMIC4004 when it was damaged on its way */
  get(id: number): unknown {
    if (this.#values.has(id)) return this.#values.get(id)
    const chunks = this.#chunks.get(id)
    if (!chunks) {
      throw new AtomicError('ATOMIC2006', { what: `This worker was not sent the broadcast ${id}.` })
    }
    const value = decodeForTasks(fromChunks(chunks))
    this.#values.set(id, value)
    this.#chunks.delete(id)
    return value
  }

  drop(id: number): void {
    this.#chunks.delete(id)
    this.#values.delete(id)
  }
}
