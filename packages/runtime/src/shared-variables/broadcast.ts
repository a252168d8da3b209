import { AtomicError, callSite } from '@atomic-ts/core/internal'
import { decodeForTasks } from '../codec/codec.ts'
import { Traveller, type Reference } from '../codec/handle.ts'
import { currentAttempt } from '../task/attempt.ts'

/**
 * A value that every worker is sent once, when it first runs a task that needs it, instead of with every task. Tasks must
 * not change it: each worker has a copy of its own.
 * @example
 * const stopWords = ctx.broadcast(new Set(['or']))
 * await ctx.parallelize(['be', 'or']).filter((word) => !stopWords.value.has(word)).collect() // => ['be']
 * @shared
 */
export class Broadcast<T> extends Traveller {
  /** Unique in this process. */
  readonly id: number
  readonly #source: BroadcastSource<T> | undefined
  #held: { readonly value: T } | undefined

  constructor(id: number, source?: BroadcastSource<T>) {
    super()
    this.id = id
    this.#source = source
  }

  /**
   * The value.
   * @throws ATOMIC2006 when it was destroyed
   * @example
   * const rates = ctx.broadcast({ tea: 0.07 })
   * rates.value // => { tea: 0.07 }
   */
  get value(): T {
    const source = this.#source
    if (!source) return (this.#held ??= { value: this.#fetch() }).value
    if (source.isDestroyed) throw destroyedError(this, callSite())
    if (!currentAttempt()) return source.value
    // A task of the driver's own thread: a copy, as everywhere else, so that it cannot change the driver's.
    return (this.#held ??= { value: decodeForTasks(source.bytes) as T }).value
  }

  /**
   * Frees the copies on the workers. A task that needs it makes the driver send it again.
   * @throws ATOMIC2006 in a task
   * @example
   * const offset = ctx.broadcast(10)
   * await ctx.range(2).map((n) => n + offset.value).collect() // => [10, 11]
   * offset.unpersist()
   * await ctx.range(2).map((n) => n - offset.value).collect() // => [-10, -9]
   */
  unpersist(): void {
    this.#home('unpersist').unpersist()
    this.#held = undefined
  }

  /**
   * Frees it everywhere, for good.
   * @throws ATOMIC2006 in a task
   * @example
   * const offset = ctx.broadcast(10)
   * offset.destroy()
   * offset.value // throws ATOMIC2006
   */
  destroy(): void {
    this.#home('destroy').destroy()
    this.#held = undefined
  }

  override toString(): string {
    return `the broadcast ${this.id}${this.#source ? ` made at ${this.#source.at}` : ''}`
  }

  /**
   * The value's bytes and what is known of it, in the driver.
   * @internal
   */
  get source(): BroadcastSource<unknown> | undefined {
    return this.#source
  }

  /** @internal */
  toReference(): Reference {
    return ['broadcast', this.id]
  }

  #fetch(): T {
    const attempt = currentAttempt()
    if (attempt) return attempt.parts.broadcast(this.id) as T
    throw new AtomicError('ATOMIC2006', {
      what: `${this.toString()} was used outside of a task, on a worker.`,
      at: callSite(),
    })
  }

  #home(what: string): BroadcastSource<T> {
    if (this.#source && !currentAttempt()) return this.#source
    throw new AtomicError('ATOMIC2006', {
      what: `${what} of ${this.toString()} was called in a task.`,
      at: callSite(),
      fix: 'Only the driver decides when a broadcast is no longer needed.',
    })
  }
}

/** A broadcast where it was made. */
export interface BroadcastSource<T> {
  /** Where the user made it. */
  readonly at: string
  readonly value: T
  readonly bytes: Uint8Array
  readonly isDestroyed: boolean
  unpersist(): void
  destroy(): void
}

/** The error of a broadcast that is used after its end. */
export function destroyedError(broadcast: Broadcast<unknown>, at: string): AtomicError {
  return new AtomicError('ATOMIC2006', {
    what: `${broadcast.toString()} is destroyed, so its value cannot be used.`,
    at,
    fix: 'Call destroy() when no job needs it any more; unpersist() frees the workers and keeps the value.',
  })
}
