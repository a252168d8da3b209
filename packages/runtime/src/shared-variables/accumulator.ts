import { AtomicError, callSite, type AnyFunction, type TaskRef } from '@atomic-ts/core/internal'
import { decodeValue } from '../codec/codec.ts'
import { Traveller, type Reference } from '../codec/handle.ts'
import { currentAttempt, type Attempt } from '../task/attempt.ts'

/** What makes an accumulator, here or on a worker. */
export interface AccumulatorParts {
  readonly id: number
  readonly name: string | undefined
  /** False on a worker, where only adding makes sense. */
  readonly isHome: boolean
}

/**
 * A variable that tasks add to and the driver reads. What an attempt added counts once, when the attempt counts: not for
 * failed attempts, for late or repeated ones, for the sampling pass of a sort, nor for a shuffle's map task whose output
 * was there already.
 * @example
 * const odd = ctx.longAccumulator('odd numbers')
 * await ctx.range(5).foreach((n) => odd.add(n % 2))
 * odd.value // => 2
 * @shared
 */
export abstract class Accumulator<In, Sum, Out> extends Traveller {
  /** Unique in this process. */
  readonly id: number
  /** Events show the values of named accumulators. */
  readonly name: string | undefined
  readonly #isHome: boolean
  #total: { sum: Sum } | undefined

  constructor({ id, name, isHome }: AccumulatorParts) {
    super()
    this.id = id
    this.name = name
    this.#isHome = isHome
  }

  /** A sum of nothing, for the caller alone. */
  protected abstract zero(): Sum
  /** The sum with one more; it may change the one given. */
  protected abstract with(sum: Sum, value: In, attempt: Attempt | undefined): Sum
  /** Two sums as one; it may change the first. */
  protected abstract merged(a: Sum, b: Sum): Sum
  protected abstract result(sum: Sum): Out

  /**
   * Adds a value, in a task or in the driver.
   * @param value of the kind that the accumulator sums
   * @throws ATOMIC2006 in code of a task that goes on after the task's end
   * @example
   * const odd = ctx.longAccumulator()
   * odd.add(10)
   * await ctx.range(5).foreach((n) => odd.add(n % 2))
   * odd.value // => 12
   */
  add(value: In): void {
    const attempt = currentAttempt()
    if (!attempt && this.#isHome) {
      this.#total = { sum: this.with(this.total, value, undefined) }
      return
    }
    if (!attempt?.isOpen) throw this.#refusal('add', 'after the end of its task', afterEnd)
    const known = attempt.sums.get(this.id)
    if (known) known.sum = this.with(known.sum as Sum, value, attempt)
    else attempt.sums.set(this.id, { name: this.toString(), sum: this.with(this.zero(), value, attempt) })
  }

  /**
   * What finished tasks, and the driver, have added so far. It is final when the jobs that add are done.
   * @throws ATOMIC2006 in a task
   * @example
   * const sum = ctx.doubleAccumulator()
   * sum.add(0.5)
   * sum.value // => 0.5
   * await ctx.range(1).map(() => sum.value).count() // throws ATOMIC3001
   */
  get value(): Out {
    return this.result(this.total)
  }

  /**
   * True when nothing was added.
   * @throws ATOMIC2006 in a task
   * @example
   * const sum = ctx.longAccumulator()
   * sum.isZero // => true
   * sum.add(0)
   * sum.isZero // => false
   */
  get isZero(): boolean {
    this.checkHome('isZero')
    return this.#total === undefined
  }

  /**
   * Forgets what was added.
   * @throws ATOMIC2006 in a task
   * @example
   * const sum = ctx.longAccumulator()
   * sum.add(5)
   * sum.reset()
   * sum.value // => 0
   */
  reset(): void {
    this.checkHome('reset')
    this.#total = undefined
  }

  override toString(): string {
    return `the accumulator ${this.name ?? this.id}`
  }

  /** The sum so far, in the driver. */
  protected get total(): Sum {
    this.checkHome('value')
    return this.#total ? this.#total.sum : this.zero()
  }

  /**
   * Adds what a finished attempt has added.
   * @internal
   */
  absorb(sum: unknown): void {
    this.#total = { sum: this.merged(this.#total ? this.#total.sum : this.zero(), sum as Sum) }
  }

  /**
   * What it shows in events.
   * @internal
   */
  shown(sum: unknown): unknown {
    return this.result(sum as Sum)
  }

  protected checkHome(what: string): void {
    if (this.#isHome && !currentAttempt()) return
    throw this.#refusal(what, 'in a task, which knows only its own part', inTask)
  }

  #refusal(what: string, where: string, fix: string): AtomicError {
    return new AtomicError('ATOMIC2006', {
      what: `${what} of ${this.toString()} was used ${where}.`,
      at: callSite(),
      fix,
    })
  }
}

const inTask = 'Read it in the driver, after the action; a task can only add.'
const afterEnd = 'Add before the task is done: what nothing awaits comes too late to count.'

interface NumberSum {
  sum: number
  count: number
}

abstract class NumberAccumulator extends Accumulator<number, NumberSum, number> {
  /**
   * The sum of the numbers; as `value`.
   * @throws ATOMIC2006 in a task
   * @example
   * const prices = ctx.doubleAccumulator()
   * await ctx.parallelize([2, 4, 9]).foreach((price) => prices.add(price))
   * prices.sum // => 15
   */
  get sum(): number {
    return this.value
  }

  /**
   * How many numbers were added.
   * @throws ATOMIC2006 in a task
   * @example
   * const prices = ctx.doubleAccumulator()
   * await ctx.parallelize([2, 4, 9]).foreach((price) => prices.add(price))
   * prices.count // => 3
   */
  get count(): number {
    return this.total.count
  }

  /**
   * Their mean; NaN when there are none.
   * @throws ATOMIC2006 in a task
   * @example
   * const prices = ctx.doubleAccumulator()
   * await ctx.parallelize([2, 4, 9]).foreach((price) => prices.add(price))
   * prices.avg // => 5
   */
  get avg(): number {
    const { sum, count } = this.total
    return sum / count
  }

  protected zero(): NumberSum {
    return { sum: 0, count: 0 }
  }

  protected with(sum: NumberSum, value: number): NumberSum {
    sum.sum += value
    sum.count++
    return sum
  }

  protected merged(a: NumberSum, b: NumberSum): NumberSum {
    return { sum: a.sum + b.sum, count: a.count + b.count }
  }

  protected result({ sum }: NumberSum): number {
    return sum
  }
}

/**
 * Sums whole numbers. Sums are exact up to 2^53.
 * @example
 * const odd = ctx.longAccumulator('odd numbers')
 * await ctx.range(5).foreach((n) => odd.add(n % 2))
 * odd.value // => 2
 */
export class LongAccumulator extends NumberAccumulator {
  /**
   * Adds a whole number.
   * @param value an integer within ±2^53
   * @throws ATOMIC2002 when it is none
   * @example
   * ctx.longAccumulator().add(0.5) // throws ATOMIC2002
   */
  override add(value: number): void {
    if (!Number.isSafeInteger(value)) throw notWhole(this, value)
    super.add(value)
  }

  /** @internal */
  toReference(): Reference {
    return ['long', this.id, this.name]
  }
}

/**
 * Sums numbers. The order of the additions, and so the last bits of the sum, may differ between runs.
 * @example
 * const prices = ctx.doubleAccumulator()
 * await ctx.parallelize([0.5, 2]).foreach((price) => prices.add(price))
 * prices.value // => 2.5
 */
export class DoubleAccumulator extends NumberAccumulator {
  /** @internal */
  toReference(): Reference {
    return ['double', this.id, this.name]
  }
}

/**
 * Gathers values in a list: those of a task in their order, tasks in the order in which they finish.
 * @example
 * const skipped = ctx.collectionAccumulator<string>()
 * await ctx.parallelize(['7', 'x'], 1).foreach((text) => {
 *   if (Number.isNaN(Number(text))) skipped.add(text)
 * })
 * skipped.value // => ['x']
 */
export class CollectionAccumulator<T> extends Accumulator<T, T[], readonly T[]> {
  protected zero(): T[] {
    return []
  }

  protected with(sum: T[], value: T): T[] {
    sum.push(value)
    return sum
  }

  protected merged(a: T[], b: T[]): T[] {
    for (const each of b) a.push(each)
    return a
  }

  protected result(sum: T[]): readonly T[] {
    return [...sum]
  }

  /** @internal */
  toReference(): Reference {
    return ['collection', this.id, this.name]
  }
}

/** The zero, encoded, and the merge function, here or by its name. */
export interface CustomParts extends AccumulatorParts {
  readonly zero: Uint8Array
  readonly task: TaskRef
  readonly merge: AnyFunction | undefined
}

/**
 * Merges values with a function of the user's.
 * @example
 * const seen = ctx.accumulator(new Set<string>(), (a, b) => new Set([...a, ...b]))
 * await ctx.parallelize(['tea', 'milk', 'tea'], 1).foreach((word) => seen.add(new Set([word])))
 * seen.value // => new Set(['tea', 'milk'])
 */
export class CustomAccumulator<T> extends Accumulator<T, T, T> {
  readonly #parts: CustomParts
  #resolved: ((a: T, b: T) => T) | undefined

  constructor(parts: CustomParts) {
    super(parts)
    this.#parts = parts
  }

  /**
   * The merge function, by the name under which workers know it.
   * @internal
   */
  get mergeTask(): TaskRef {
    return this.#parts.task
  }

  protected zero(): T {
    return decodeValue(this.#parts.zero) as T
  }

  protected with(sum: T, value: T, attempt: Attempt | undefined): T {
    return this.#merge(attempt)(sum, value)
  }

  protected merged(a: T, b: T): T {
    return this.#merge(undefined)(a, b)
  }

  protected result(sum: T): T {
    return sum
  }

  /** @internal */
  toReference(): Reference {
    const { id, name, zero, task } = this.#parts
    return ['custom', id, name, zero, task.id, task.captures]
  }

  #merge(attempt: Attempt | undefined): (a: T, b: T) => T {
    const { merge, task } = this.#parts
    this.#resolved ??= (merge ?? attempt?.parts.resolve(task)) as (a: T, b: T) => T
    return this.#resolved
  }
}

function notWhole(accumulator: LongAccumulator, value: number): AtomicError {
  return new AtomicError('ATOMIC2002', {
    what: `${accumulator.toString()} was given ${String(value)}; it adds whole numbers.`,
    at: callSite(),
    fix: 'Use doubleAccumulator for other numbers.',
  })
}
