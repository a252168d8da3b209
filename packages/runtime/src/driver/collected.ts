import type { JobSpec } from '@atomic-ts/core/internal'
import { roomFor } from '../codec/room-for.ts'
import type { Column } from '../columns/column.ts'
import { RecordsInColumns } from '../columns/records-in-columns.ts'
import { rowMaker, rowsOfAll } from '../columns/rows-of.ts'

/** What the partitions of a job gave, as its action wants it. */
export interface Collected {
  put(partition: number, columns: readonly Column[]): void
  /**
   * What the job resolves to.
   * @throws RangeError when a partition gave nothing yet
   */
  results(): unknown[][]
}

/** @param partitions those that the job computes, in the order in which they are wanted */
export function collectedOf({ gives, onPartition }: JobSpec, partitions: readonly number[]): Collected {
  if (gives === 'rows') return new InOneArray(partitions)
  return gives === 'columns' ? new InColumns(partitions) : new ByPartition(partitions, onPartition)
}

/** The rows of each partition. */
class ByPartition implements Collected {
  readonly #partitions: readonly number[]
  readonly #onPartition: JobSpec['onPartition']
  readonly #rows = new Map<number, unknown[]>()

  constructor(partitions: readonly number[], onPartition: JobSpec['onPartition']) {
    this.#partitions = partitions
    this.#onPartition = onPartition
  }

  put(partition: number, columns: readonly Column[]): void {
    const rows = rowsOfAll(columns)
    this.#rows.set(partition, rows)
    this.#onPartition?.(partition, rows)
  }

  results(): unknown[][] {
    return this.#partitions.map((partition) => this.#rows.get(partition) ?? missing(partition))
  }
}

/** The columns of all partitions. */
class InColumns implements Collected {
  readonly #partitions: readonly number[]
  readonly #columns = new Map<number, readonly Column[]>()

  constructor(partitions: readonly number[]) {
    this.#partitions = partitions
  }

  put(partition: number, columns: readonly Column[]): void {
    this.#columns.set(partition, columns)
  }

  results(): unknown[][] {
    const all = this.#partitions.flatMap((partition) => this.#columns.get(partition) ?? missing(partition))
    return [[new RecordsInColumns(all)]]
  }
}

/** So many times the rows of the first partition are made room for at once. */
const mostPartitions = 16

/** All rows one behind the other, made as partitions arrive, as far as those before them have. */
class InOneArray implements Collected {
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
    this.#waiting.set(this.#places.get(partition) ?? NaN, columns)
    for (let next = this.#waiting.get(this.#next); next; next = this.#waiting.get(this.#next)) {
      this.#waiting.delete(this.#next++)
      this.#add(next)
    }
  }

  results(): unknown[][] {
    if (this.#next < this.#partitions.length) missing(this.#partitions[this.#next])
    this.#rows.length = this.#length
    return [this.#rows]
  }

  #add(columns: readonly Column[]): void {
    const count = columns.reduce((sum, { length }) => sum + length, 0)
    // Partitions are much the same size, as a rule; an array that is too short grows, and one too long is cut.
    if (this.#length === 0) this.#rows = roomFor(count * Math.min(this.#partitions.length, mostPartitions))
    for (const column of columns) {
      rowMaker(column)(0, column.length, this.#rows, this.#length)
      this.#length += column.length
    }
  }
}

function missing(partition: number | undefined): never {
  throw new RangeError(`The job ended without partition ${partition}.`)
}
