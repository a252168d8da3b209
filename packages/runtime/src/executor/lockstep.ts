import type { Rows } from '../columns/column.ts'
import { recordsIn } from './records-in.ts'

/** One of several inputs that are read together, as many records of each at a time. */
export class Lockstep {
  readonly #source: AsyncIterator<Rows>
  #rows: readonly unknown[] = []
  #at = 0
  #before = 0

  constructor(source: AsyncIterable<Rows>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** Makes sure that there are records to take; false at the end. */
  async fill(): Promise<boolean> {
    while (this.ready === 0) {
      this.#before += this.#rows.length
      this.#at = 0
      this.#rows = []
      const next = await this.#source.next()
      if (next.done) return false
      this.#rows = recordsIn(next.value)
    }
    return true
  }

  /** How many records can be taken without waiting. */
  get ready(): number {
    return this.#rows.length - this.#at
  }

  take(n: number): readonly unknown[] {
    const from = this.#at
    this.#at += n
    return this.#rows.slice(from, this.#at)
  }

  /** How many records the input has: those that were not taken are read, too. */
  async count(): Promise<number> {
    while (await this.fill()) this.#at = this.#rows.length
    return this.#before
  }

  async end(): Promise<void> {
    await this.#source.return?.()
  }
}
