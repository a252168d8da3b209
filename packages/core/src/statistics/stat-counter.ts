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
 * @example
 * import { StatCounter } from '@atomic-ts/atomic'
 *
 * const { count, mean, stdev } = await ctx.parallelize([2, 4, 4, 4, 5, 5, 7, 9]).stats()
 * new StatCounter([count, mean, stdev]).max // => 8
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

  /**
   * A counter from its parts.
   * @internal
   */
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

  /**
   * Counts one more number.
   * @param x any number, also NaN and infinite ones
   * @example
   * import { StatCounter } from '@atomic-ts/atomic'
   *
   * const counter = new StatCounter()
   * counter.add(7)
   * counter.mean // => 7
   */
  add(x: number): void {
    const delta = x - this.#center
    this.#center += delta / ++this.#count
    this.#squares += delta * (x - this.#center)
    this.#max = Math.max(this.#max, x)
    this.#min = Math.min(this.#min, x)
    this.#sum.add(x)
  }

  /**
   * Counts what another counter has counted. Gives this one.
   * @param other which stays as it is
   * @example
   * import { StatCounter } from '@atomic-ts/atomic'
   *
   * new StatCounter([2, 4]).merge(new StatCounter([9])).mean // => 5
   */
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

  /**
   * What travels of this counter.
   * @internal
   */
  parts(): StatParts {
    return [this.#count, this.#center, this.#squares, this.#max, this.#min, ...this.#sum.parts()]
  }

  /**
   * How many numbers there are.
   * @example
   * import { StatCounter } from '@atomic-ts/atomic'
   *
   * new StatCounter([2, 4, 9]).count // => 3
   */
  get count(): number {
    return this.#count
  }

  /**
   * Their sum; 0 of none.
   * @example
   * import { StatCounter } from '@atomic-ts/atomic'
   *
   * new StatCounter([0.1, 0.2, 0.3]).sum // => 0.6
   */
  get sum(): number {
    return this.#sum.value()
  }

  /**
   * Their mean; NaN of none.
   * @example
   * import { StatCounter } from '@atomic-ts/atomic'
   *
   * new StatCounter([2, 4, 9]).mean // => 5
   */
  get mean(): number {
    const sum = this.sum
    // A sum that overflows says nothing, while the running mean of finite numbers stays finite.
    return !Number.isFinite(sum) && Number.isFinite(this.#center) ? this.#center : sum / this.#count
  }

  /**
   * The greatest; `-Infinity` of none, NaN when one of them is.
   * @example
   * import { StatCounter } from '@atomic-ts/atomic'
   *
   * new StatCounter([2, 4, 9]).max // => 9
   */
  get max(): number {
    return this.#max
  }

  /**
   * The least; `Infinity` of none, NaN when one of them is.
   * @example
   * import { StatCounter } from '@atomic-ts/atomic'
   *
   * new StatCounter([]).min // => Infinity
   */
  get min(): number {
    return this.#min
  }

  /**
   * The variance of the numbers as a whole population (divides by `count`); NaN of none.
   * @example
   * import { StatCounter } from '@atomic-ts/atomic'
   *
   * new StatCounter([2, 4, 4, 4, 5, 5, 7, 9]).variance // => 4
   */
  get variance(): number {
    return this.#squares / this.#count
  }

  /**
   * As `variance`.
   * @example
   * import { StatCounter } from '@atomic-ts/atomic'
   *
   * new StatCounter([2, 4, 4, 4, 5, 5, 7, 9]).popVariance // => 4
   */
  get popVariance(): number {
    return this.variance
  }

  /**
   * The variance that the numbers as a sample suggest (divides by `count - 1`); NaN of fewer than two.
   * @example
   * import { StatCounter } from '@atomic-ts/atomic'
   *
   * new StatCounter([1, 3, 5]).sampleVariance // => 4
   */
  get sampleVariance(): number {
    return this.#count < 2 ? Number.NaN : this.#squares / (this.#count - 1)
  }

  /**
   * The square root of `variance`.
   * @example
   * import { StatCounter } from '@atomic-ts/atomic'
   *
   * new StatCounter([2, 4, 4, 4, 5, 5, 7, 9]).stdev // => 2
   */
  get stdev(): number {
    return Math.sqrt(this.variance)
  }

  /**
   * As `stdev`.
   * @example
   * import { StatCounter } from '@atomic-ts/atomic'
   *
   * new StatCounter([2, 4, 4, 4, 5, 5, 7, 9]).popStdev // => 2
   */
  get popStdev(): number {
    return this.stdev
  }

  /**
   * The square root of `sampleVariance`.
   * @example
   * import { StatCounter } from '@atomic-ts/atomic'
   *
   * new StatCounter([1, 3, 5]).sampleStdev // => 2
   */
  get sampleStdev(): number {
    return Math.sqrt(this.sampleVariance)
  }

  /** All of it on one line. */
  toString(): string {
    const { count, mean, stdev, max, min } = this
    return `(count: ${count}, mean: ${mean}, stdev: ${stdev}, max: ${max}, min: ${min})`
  }
}
