import { AtomicError } from '@atomic-ts/core/internal'

/** How a connection to a worker ended. */
export interface WorkerEnd {
  readonly why: string
  /** The worker is there, but its executor process ended by itself. */
  readonly isCrash: boolean
  /** A task has finished over the connection. */
  readonly wasUseful: boolean
}

/** So many executor processes one after the other that ended by themselves before a task finished are enough. */
const mostCrashes = 6
// The first pause after one, in milliseconds: twice as long each time.
const firstPause = 200

/** Counts how often the executor processes of workers end before they are of any use. */
export class Crashes {
  readonly #counts = new Map<string, { readonly count: number; readonly why: string }>()

  /**
   * Notes an end. Gives how long to wait before the worker is tried again, in milliseconds.
   * @param worker what it is known by when it comes again
   */
  ended(worker: string, { why, isCrash, wasUseful }: WorkerEnd): number {
    if (!isCrash || wasUseful) {
      this.#counts.delete(worker)
      return 0
    }
    const count = (this.#counts.get(worker)?.count ?? 0) + 1
    this.#counts.set(worker, { count, why })
    return firstPause * 2 ** (count - 1)
  }

  /**
   * Refuses a worker that is of no use.
   * @param address what it is called
   * @throws ATOMIC3011
   */
  check(worker: string, address: string): void {
    const { count, why } = this.#counts.get(worker) ?? { count: 0, why: '' }
    if (count < mostCrashes) return
    throw new AtomicError('ATOMIC3011', {
      what: `The worker ${address} is not used any more: ${count} times one after the other it was lost before a task finished; the last time ${why}.`,
      fix: 'What it wrote to standard error says more. See that its memory is enough for the tasks, then start it again.',
    })
  }
}
