import { AtomicError } from '@atomic-ts/core/internal'
import { isRemote, type ShuffleRead } from '../shuffle/map-output.ts'

/** A task does not get map outputs that it reads. It is no failure of the task: they are computed again. */
export class BlocksMissing extends AtomicError {
  readonly read: ShuffleRead
  /** The worker that should have had them. */
  readonly worker: number

  constructor(read: ShuffleRead, worker: number, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super('ATOMIC7002', {
      what: `What map tasks left for this task at another worker is lost or damaged: ${why}`,
      fix: 'Check that worker, its disk, and the network between workers.',
      cause,
    })
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
