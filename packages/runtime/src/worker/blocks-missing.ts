import { isRemote, type ShuffleRead } from '../shuffle/map-output.ts'

/** A task does not get map outputs that it reads. */
export class BlocksMissing extends Error {
  readonly read: ShuffleRead
  /** The worker that should have had them. */
  readonly worker: number

  constructor(read: ShuffleRead, worker: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.read = read
    this.worker = worker
  }

  /** The map tasks whose outputs are missing: whatever else that worker should have of the shuffle is as far away. */
  get missing(): readonly number[] {
    const { places } = this.read
    return [...places.keys()].filter((from) => {
      const place = places[from]
      return place && isRemote(place) && place.worker === this.worker
    })
  }
}
