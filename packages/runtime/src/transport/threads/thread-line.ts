import { cancelled, next } from './line.ts'

/** A line as its thread sees it: turns begin in the order in which they came. */
export class ThreadLine {
  readonly #turns: Int32Array
  #turn = 0

  constructor(turns: Int32Array) {
    this.#turns = turns
  }

  /** Begins the next turn. False when it was taken back. */
  begin(): boolean {
    this.#turn++
    return Atomics.compareExchange(this.#turns, next, this.#turn, this.#turn + 1) === this.#turn
  }

  /** Whether the turn that has begun is not wanted any more. */
  isCancelled(): boolean {
    return Atomics.load(this.#turns, cancelled) === this.#turn
  }
}
