import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// Bytes that a slot may leave before it is looked what of all that nobody refers to any more.
const mostLeft = 64 << 20
// A look may take this part of the time at most.
const mostTime = 0.05

/**
 * Has what nobody refers to any more found in time. The engine looks when the driver's own heap grows, and a driver may
 * need little memory while its workers keep much for it.
 */
export class Unreachable {
  readonly #slots: () => number
  #left = 0
  #next = 0

  /** @param slots how many there are now */
  constructor(slots: () => number) {
    this.#slots = slots
  }

  /** A task has left bytes that are kept for as long as something refers to its RDD. */
  left(bytes: number): void {
    this.#left += bytes
    const now = performance.now()
    if (this.#left < mostLeft * Math.max(1, this.#slots()) || now < this.#next) return
    this.#left = 0
    look()
    const took = performance.now() - now
    this.#next = now + took / mostTime
  }
}

let collect: (() => void) | undefined

function look(): void {
  collect ??= collector()
  collect()
}

function collector(): () => void {
  setFlagsFromString('--expose-gc')
  const found = runInNewContext('gc') as () => void
  setFlagsFromString('--no-expose-gc')
  return found
}
