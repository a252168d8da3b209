import { unit, unitsOf, type MemoryBudget } from './memory-budget.ts'

/**
 * What one thread has taken of its worker's budget and keeps to itself. It is counted where the worker sees it, so that
 * it comes back when the thread ends in the middle of something.
 */
export class HeldMemory {
  readonly #budget: MemoryBudget
  readonly #cell: Int32Array

  /** @param cell one cell that only this thread writes to */
  constructor(budget: MemoryBudget, cell: Int32Array) {
    this.#budget = budget
    this.#cell = cell
  }

  /** Takes bytes, all or none. */
  reserve(bytes: number): boolean {
    if (!this.#budget.reserve(bytes)) return false
    Atomics.add(this.#cell, 0, unitsOf(bytes))
    return true
  }

  /** Gives bytes back that were reserved by one call. */
  release(bytes: number): void {
    this.#budget.release(bytes)
    Atomics.sub(this.#cell, 0, unitsOf(bytes))
  }

  /** Gives everything back, of a thread that is no more. */
  releaseAll(): void {
    this.#budget.release(Atomics.exchange(this.#cell, 0, 0) * unit)
  }
}
