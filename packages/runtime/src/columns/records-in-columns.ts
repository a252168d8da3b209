import { inspect, type InspectOptions } from 'node:util'
import type { ColumnarRecords } from '@atomic-ts/core/internal'
import { roomFor } from '../codec/room-for.ts'
import type { Column } from './column.ts'
import { rowMaker, type RowMaker } from './rows-of.ts'

/** So many records are made at a time for those who go over all. */
const batch = 1024

/** Columns, one behind the other, whose records are made as they are read. */
export class RecordsInColumns implements ColumnarRecords<unknown> {
  readonly length: number
  readonly #parts: readonly Part[]

  constructor(columns: readonly Column[]) {
    let start = 0
    this.#parts = columns
      .filter(({ length }) => length > 0)
      .map((column) => {
        const part = { start, end: start + column.length, make: rowMaker(column) }
        start = part.end
        return part
      })
    this.length = start
  }

  at(index: number): unknown {
    const at = position(index, this.length)
    return at >= 0 && at < this.length ? this.#read(at, at + 1)[0] : undefined
  }

  slice(start = 0, end: number = this.length): unknown[] {
    const from = Math.max(0, Math.min(position(start, this.length), this.length))
    return this.#read(from, Math.max(from, Math.min(position(end, this.length), this.length)))
  }

  [Symbol.iterator](): IterableIterator<unknown, undefined> {
    let from = 0
    let rows: unknown[] = []
    let place = 0
    // A generator takes four times as long.
    const next = (): IteratorResult<unknown, undefined> => {
      if (place === rows.length) {
        if (from === this.length) return { done: true, value: undefined }
        rows = this.#read(from, Math.min(from + batch, this.length))
        from += rows.length
        place = 0
      }
      return { done: false, value: rows[place++] }
    }
    return {
      next,
      [Symbol.iterator]() {
        return this
      },
    }
  }

  /** As an array of them does. */
  toJSON(): unknown[] {
    return this.slice()
  }

  #read(from: number, to: number): unknown[] {
    const rows = roomFor<unknown>(to - from)
    for (let at = this.#partOf(from); at < this.#parts.length; at++) {
      const part = this.#parts[at]
      if (part === undefined || part.start >= to) break
      const first = Math.max(from, part.start)
      part.make(first - part.start, Math.min(to, part.end) - part.start, rows, first - from)
    }
    return rows
  }

  /** Which part holds a position. */
  #partOf(index: number): number {
    let low = 0
    let high = this.#parts.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#parts[middle]?.end ?? 0) > index) high = middle
      else low = middle + 1
    }
    return low
  }
}

// What a computed name of a class is has to be inferred, which declarations cannot wait for.
Object.defineProperty(RecordsInColumns.prototype, inspect.custom, {
  value(this: RecordsInColumns, _depth: number, options: InspectOptions) {
    const rows = this.slice(0, options.maxArrayLength ?? this.length)
    // What is not shown is counted, and need not be made.
    rows.length = this.length
    return `ColumnarRecords(${this.length}) ${inspect(rows, options)}`
  },
})

interface Part {
  readonly start: number
  readonly end: number
  readonly make: RowMaker
}

/** Arrays count negative positions from the end. */
function position(index: number, length: number): number {
  const whole = Math.trunc(index) || 0
  return whole < 0 ? whole + length : whole
}
