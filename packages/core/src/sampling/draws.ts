/**
 * Draws with replacement in one pass: each of `n` slots holds one of the records offered, every one of them equally
 * likely, whatever the other slots hold.
 */
export class Draws {
  readonly #slots: unknown[]
  readonly #random: () => number
  #seen = 0

  /** @param random gives numbers in [0, 1) */
  constructor(n: number, random: () => number) {
    this.#slots = Array.from({ length: n })
    this.#random = random
  }

  offer(record: unknown): void {
    const slots = this.#slots
    if (++this.#seen === 1) {
      slots.fill(record)
      return
    }
    // A slot takes the k-th record with probability 1/k, so the gaps between slots that take it are geometric.
    const scale = Math.log1p(-1 / this.#seen)
    for (let slot = this.#gap(scale); slot < slots.length; slot += 1 + this.#gap(scale)) slots[slot] = record
  }

  /** How many records were offered, and what the slots hold; nothing when none was. */
  rows(): [seen: number, slots: unknown[]][] {
    return this.#seen === 0 ? [] : [[this.#seen, this.#slots]]
  }

  #gap(scale: number): number {
    return Math.floor(Math.log(1 - this.#random()) / scale)
  }
}
