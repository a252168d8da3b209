/**
 * A sum that keeps what rounding loses (Neumaier's variant of Kahan's summation), so that it hardly depends on the order
 * of the numbers or on how they are spread over partitions.
 */
export class CompensatedSum {
  #sum = 0
  #lost = 0

  add(x: number): void {
    const next = this.#sum + x
    this.#lost += Math.abs(this.#sum) >= Math.abs(x) ? this.#sum - next + x : x - next + this.#sum
    this.#sum = next
  }

  /** Adds what the parts of another sum stand for. */
  merge([sum, lost]: readonly [sum: number, lost: number]): void {
    this.add(sum)
    this.#lost += lost
  }

  /** What travels: the rounded sum and what it lost. */
  parts(): [sum: number, lost: number] {
    return [this.#sum, this.#lost]
  }

  /** The sum. Infinite and NaN as plain addition gives it. */
  value(): number {
    return Number.isFinite(this.#sum) ? this.#sum + this.#lost : this.#sum
  }
}
