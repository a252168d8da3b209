import type { Envelope } from '../transport/transport.ts'
import type { ForgetOutputs, OutputsSplit, TellOutputs, WirePlace } from '../wire/messages.ts'
import type { OutputPlace, ShuffleRead } from './map-output.ts'

/** Where map outputs are, as the driver has said. Executors of one process share what they know. */
export class KnownOutputs {
  readonly #shuffles = new Map<string, { readonly epoch: number; readonly places: readonly OutputPlace[] }>()

  /** Takes what the driver says; what is older than what is known came late. */
  put({ message: { shuffle, epoch, places }, blocks }: Envelope<TellOutputs>): void {
    if (epoch < (this.#shuffles.get(shuffle)?.epoch ?? 0)) return
    this.#shuffles.set(shuffle, { epoch, places: places.map((place) => placeOf(place, blocks)) })
  }

  /** Nobody reads a shuffle any more; unless it has changed since that was said. */
  forget({ shuffle, epoch }: Omit<ForgetOutputs, 'kind'>): void {
    if ((this.#shuffles.get(shuffle)?.epoch ?? Infinity) <= epoch) this.#shuffles.delete(shuffle)
  }

  /**
   * What a task reads.
   * @throws TypeError when the driver has said nothing of that epoch
   */
  read({ shuffle, epoch, partition }: OutputsSplit): ShuffleRead {
    const known = this.#shuffles.get(shuffle)
    if (known?.epoch === epoch) return { shuffle, partition, places: known.places }
    throw new TypeError(`Of shuffle ${shuffle} the epoch ${known?.epoch} is known, and not ${epoch}.`)
  }
}

function placeOf(place: WirePlace, blocks: readonly Uint8Array[]): OutputPlace {
  if ('worker' in place) return place
  const index = blocks[place.index]
  const data = typeof place.data === 'string' ? place.data : blocks[place.data]
  if (index && data !== undefined) return { index, data }
  throw new RangeError(`A message with ${blocks.length} blocks lacks those of a map output.`)
}
