import { compareKeys } from '../keys/compare-keys.ts'
import { checkCount } from './take.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { Terminal } from '../operators/step.ts'

/** The `n` least (or greatest) records of a partition as `[order key, record]`, in order. */
export const orderedRows: Terminal = {
  kind: 'terminal',
  locals: (code) => ({ best: `new Best(${code.param('n')}, ${code.param('descending')})` }),
  record: (code, x) => `best.offer(${code.params['keyed'] ? `${code.task(0)}(${x})` : x}, ${x})`,
  result: () => 'best.rows()',
}

/** Which end of the order, and the key to order by. */
export interface Ordering<T> {
  readonly descending: boolean
  readonly key: ((record: T) => unknown) | undefined
}

/** The first `n` records by the order of their keys; each partition sends at most `n`. */
export async function takeOrdered<T>(
  rdd: RddBase<T>,
  n: number,
  { descending, key, op = descending ? 'top' : 'takeOrdered' }: Ordering<T> & { readonly op?: string },
  options: ActionOptions,
): Promise<T[]> {
  checkCount(op, n)
  rdd.runner.checkRunning({ op, at: rdd.callSite() })
  if (n === 0) return []
  const tasks = key ? [rdd.link(key)] : []
  const sink = { op: 'orderedRows', tasks, params: { n, descending, keyed: key !== undefined } }
  const parts = await rdd.run(op, sink, options)
  const best = new Best(n, descending)
  for (const [order, record] of parts.flat() as [unknown, T][]) best.offer(order, record)
  return best.rows().map(([, record]) => record as T)
}

/** The first `n` entries by order key, as a bounded heap with the worst entry on top; earlier entries win ties. */
export class Best {
  readonly #heap: { readonly order: unknown; readonly record: unknown; readonly age: number }[] = []
  readonly #n: number
  readonly #sign: number
  #age = 0

  constructor(n: number, descending: boolean) {
    this.#n = n
    this.#sign = descending ? -1 : 1
  }

  offer(order: unknown, record: unknown): void {
    const heap = this.#heap
    const [worst] = heap
    const isFull = heap.length >= this.#n
    // Most records go here: one that is no better than all that are kept is younger than they are, too.
    if (isFull && worst && this.#sign * compareKeys(order, worst.order) >= 0) return
    const entry = { order, record, age: this.#age++ }
    if (isFull) {
      heap[0] = entry
      this.#down()
    } else {
      heap.push(entry)
      this.#up(heap.length - 1)
    }
  }

  /** The order key that an entry must be better than to be kept; `undefined` while any is. */
  get worst(): unknown {
    return this.#heap.length < this.#n ? undefined : this.#heap[0]?.order
  }

  rows(): [unknown, unknown][] {
    return this.#heap.toSorted((a, b) => this.#compare(a, b)).map(({ order, record }) => [order, record])
  }

  #compare(a: { order: unknown; age: number }, b: { order: unknown; age: number }): number {
    return this.#sign * compareKeys(a.order, b.order) || a.age - b.age
  }

  #worse(i: number, j: number): boolean {
    const a = this.#heap[i]
    const b = this.#heap[j]
    return a !== undefined && b !== undefined && this.#compare(a, b) > 0
  }

  #swap(i: number, j: number): void {
    const heap = this.#heap
    const [a, b] = [heap[i], heap[j]]
    if (a && b) [heap[i], heap[j]] = [b, a]
  }

  #up(from: number): void {
    for (let i = from; i > 0;) {
      const parent = (i - 1) >> 1
      if (!this.#worse(i, parent)) return
      this.#swap(i, parent)
      i = parent
    }
  }

  #down(): void {
    for (let i = 0; ;) {
      const left = 2 * i + 1
      const worst = this.#worse(left + 1, left) ? left + 1 : left
      if (!this.#worse(worst, i)) return
      this.#swap(i, worst)
      i = worst
    }
  }
}
