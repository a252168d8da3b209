import { CompensatedSum } from './compensated-sum.ts'

/** What travels of a {@link StatCounter}. */
export type StatParts = readonly [
  count: number,
  center: number,
  squares: number,
  max: number,
  min: number,
  sum: number,
  lost: number,
]

/**
 * Count, sum, mean, variance, greatest and least of numbers, in one pass. The variance is Welford's running one
 * (Technometrics 4, 1962), and counters merge by the formula of Chan, Golub and LeVeque (1979), so that neither loses
 * digits as a sum of squares would. The sum is compensated.
 */
export class StatCounter {
  #count = 0
  // Welford's running mean and sum of squared distances from it.
  #center = 0
  #squares = 0
  #max = -Infinity
  #min = Infinity
  readonly #sum = new CompensatedSum()

  /** A counter of the given numbers. */
  constructor(numbers: Iterable<number> = []) {
    for (const x of numbers) this.add(x)
  }

  /** A counter from its parts. */
  static of([count, center, squares, max, min, sum, lost]: StatParts): StatCounter {
    const counter = new StatCounter()
    counter.#count = count
    counter.#center = center
    counter.#squares = squares
    counter.#max = max
    counter.#min = min
    counter.#sum.merge([sum, lost])
    return counter
  }

  /** Counts one more number. */
  add(x: number): void {
    const delta = x - this.#center
    this.#center += delta / ++this.#count
    this.#squares += delta * (x - this.#center)
    this.#max = Math.max(this.#max, x)
    this.#min = Math.min(this.#min, x)
    this.#sum.add(x)
  }

  /** Counts what another counter has counted. Gives this one. */
  merge(other: StatCounter): this {
    const count = this.#count + other.#count
    if (count === 0) return this
    const delta = other.#center - this.#center
    // Without the first branch, an infinite delta times a share of 0 would be NaN.
    if (this.#count === 0) this.#center = other.#center
    else if (other.#count > 0) this.#center += (delta * other.#count) / count
    const apart = this.#count === 0 || other.#count === 0 ? 0 : delta * delta
    this.#squares += other.#squares + apart * ((this.#count * other.#count) / count)
    this.#count = count
    this.#max = Math.max(this.#max, other.#max)
    this.#min = Math.min(this.#min, other.#min)
    this.#sum.merge(other.#sum.parts())
    return this
  }

  /** What travels of this counter. */
  parts(): StatParts {
    return [this.#count, this.#center, this.#squares, this.#max, this.#min, ...this.#sum.parts()]
  }

  /** How many numbers there are. */
  get count(): number {
    return this.#count
  }

  /** Their sum; 0 of none. */
  get sum(): number {
    return this.#sum.value()
  }

  /** Their mean; NaN of none. */
  get mean(): number {
    const sum = this.sum
    // A sum that overflows says nothing, while the running mean of finite numbers stays finite.
    return !Number.isFinite(sum) && Number.isFinite(this.#center) ? this.#center : sum / this.#count
  }

  /** The greatest; `-Infinity` of none, NaN when one of them is. */
  get max(): number {
    return this.#max
  }

  /** The least; `Infinity` of none, NaN when one of them is. */
  get min(): number {
    return this.#min
  }

  /** The variance of the numbers as a whole population (divides by `count`); NaN of none. */
  get variance(): number {
    return this.#squares / this.#count
  }

  /** As `variance`. */
  get popVariance(): number {
    return this.variance
  }

  /** The variance that the numbers as a sample suggest (divides by `count - 1`); NaN of fewer than two. */
  get sampleVariance(): number {
    return this.#count < 2 ? Number.NaN : this.#squares / (this.#count - 1)
  }

  /** The square root of `variance`. */
  get stdev(): number {
    return Math.sqrt(this.variance)
  }

  /** As `stdev`. */
  get popStdev(): number {
    return this.stdev
  }

  /** The square root of `sampleVariance`. */
  get sampleStdev(): number {
    return Math.sqrt(this.sampleVariance)
  }

  toString(): string {
    const { count, mean, stdev, max, min } = this
    return `(count: ${count}, mean: ${mean}, stdev: ${stdev}, max: ${max}, min: ${min})`
  }
}
