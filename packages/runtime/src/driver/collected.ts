import type { ColumnarRecords, JobSpec } from '@atomic-ts/core/internal'
import { roomFor } from '../codec/room-for.ts'
import type { Column } from '../columns/column.ts'
import { RecordsInColumns } from '../columns/records-in-columns.ts'
import { rowMaker, rowsOfAll } from '../columns/rows-of.ts'

/** What the partitions of a job gave, as its action wants it. */
export interface Collected<R> {
  put(partition: number, columns: readonly Column[]): void
  /**
   * What the job resolves to.
   * @throws RangeError when a partition gave nothing yet
   */
  results(): R
}

/** Begins to collect what partitions give: those that the job computes, in the order in which they are wanted. */
export type Collect<R> = (job: JobSpec, partitions: readonly number[]) => Collected<R>

/** The rows of each partition. */
export const byPartition: Collect<unknown[][]> = ({ onPartition }, partitions) => {
  const found = new Map<number, unknown[]>()
  return {
    put(partition, columns) {
      const rows = rowsOfAll(columns)
      found.set(partition, rows)
      onPartition?.(partition, rows)
    },
    results: () => partitions.map((partition) => found.get(partition) ?? missing(partition)),
  }
}

/** The columns of all partitions. */
export const inColumns: Collect<ColumnarRecords<unknown>> = (_job, partitions) => {
  const found = new Map<number, readonly Column[]>()
  return {
    put: (partition, columns) => void found.set(partition, columns),
    results: () =>
      new RecordsInColumns(partitions.flatMap((partition) => found.get(partition) ?? missing(partition))),
  }
}

/** All rows one behind the other. */
export const inOneArray: Collect<unknown[]> = (_job, partitions) => new InOneArray(partitions)

/** Room for rows that may never come, so that it is little beside those that do. */
const mostGuessed = 1 << 22

/** Rows that are made as partitions arrive, as far as those before them have. */
class InOneArray implements Collected<unknown[]> {
  readonly #partitions: readonly number[]
  readonly #places: ReadonlyMap<number, number>
  readonly #waiting = new Map<number, readonly Column[]>()
  #rows: unknown[] = []
  #length = 0
  /** The place of the first partition whose rows are not there. */
  #next = 0

  constructor(partitions: readonly number[]) {
    this.#partitions = partitions
    this.#places = new Map(partitions.map((partition, place) => [partition, place]))
  }

  put(partition: number, columns: readonly Column[]): void {
    const place = this.#places.get(partition)
    if (place === undefined) throw new RangeError(`Nobody asked for partition ${partition}.`)
    this.#waiting.set(place, columns)
    for (let next = this.#waiting.get(this.#next); next; next = this.#waiting.get(this.#next)) {
      if (this.#length === 0) this.#rows = roomFor(this.#guess(lengthOf(next)))
      this.#waiting.delete(this.#next++)
      this.#add(next)
    }
  }

  results(): unknown[] {
    if (this.#next < this.#partitions.length) missing(this.#partitions[this.#next])
    this.#rows.length = this.#length
    return this.#rows
  }

  /** How many rows there may be in the end: partitions that are not there yet are taken to be as long as the first. */
  #guess(first: number): number {
    const known = [...this.#waiting.values()].reduce((sum, columns) => sum + lengthOf(columns), 0)
    const unknown = this.#partitions.length - this.#next - this.#waiting.size
    return known + Math.min(first * unknown, mostGuessed)
  }

  // An array that is too short grows, and one too long is cut.
  #add(columns: readonly Column[]): void {
    for (const column of columns) {
      rowMaker(column)(0, column.length, this.#rows, this.#length)
      this.#length += column.length
    }
  }
}

function lengthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, { length }) => sum + length, 0)
}

function missing(partition: number | undefined): never {
  throw new RangeError(`The job ended without partition ${partition}.`)
}
