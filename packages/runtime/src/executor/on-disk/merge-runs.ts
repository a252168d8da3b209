import { compareKeys } from '@atomic-ts/core/internal'

export type Pair = readonly [key: unknown, value: unknown]

const recordsOfBatch = 4096

/**
 * Sorted runs as one, in chunks. Pairs of equal keys come in the order of their runs.
 * @param runs the chunks of each, none of them empty
 * @param most how many records a chunk of the result has at most
 */
export function* mergeRuns(
  runs: readonly Iterable<readonly Pair[]>[],
  ascending: boolean,
  most: number = recordsOfBatch,
): Iterable<readonly Pair[]> {
  const compare = ascending ? compareFast : (a: unknown, b: unknown) => compareFast(b, a)
  const order = (a: Cursor, b: Cursor): number => compare(a.key, b.key) || a.run - b.run
  // The cursors in the order of their next records, the first one last.
  const cursors: Cursor[] = []
  for (const [run, chunks] of runs.entries()) {
    const cursor = new Cursor(run, chunks)
    if (cursor.pair) insert(cursors, cursor, order)
  }
  let batch: Pair[] = []
  for (let cursor = cursors.pop(); cursor; cursor = cursors.pop()) {
    // The run goes on for as long as its records come before those of all others.
    const next = cursors.at(-1)
    const isFirst = next ? (one: Cursor) => order(one, next) < 0 : () => true
    do {
      if (cursor.pair) batch.push(cursor.pair)
      cursor.advance()
      if (batch.length < most) continue
      yield batch
      batch = []
    } while (cursor.pair && isFirst(cursor))
    if (cursor.pair) insert(cursors, cursor, order)
  }
  yield batch
}

/** Where a merge is in one run. */
class Cursor {
  readonly run: number
  readonly #chunks: Iterator<readonly Pair[]>
  #rows: readonly Pair[] = []
  #at = 0
  pair: Pair | undefined
  key: unknown

  constructor(run: number, chunks: Iterable<readonly Pair[]>) {
    this.run = run
    this.#chunks = chunks[Symbol.iterator]()
    this.advance()
  }

  advance(): void {
    if (this.#at === this.#rows.length) {
      const { done, value } = this.#chunks.next()
      this.#rows = done === true ? [] : value
      this.#at = 0
    }
    this.pair = this.#rows[this.#at++]
    this.key = this.pair?.[0]
  }
}

function insert(cursors: Cursor[], cursor: Cursor, order: (a: Cursor, b: Cursor) => number): void {
  let low = 0
  let high = cursors.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = cursors[middle]
    if (other && order(other, cursor) > 0) low = middle + 1
    else high = middle
  }
  cursors.splice(low, 0, cursor)
}

/** As `compareKeys`, without a look at types where they are most often equal. */
function compareFast(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  if (typeof a === 'number' && typeof b === 'number') {
    if (a < b) return -1
    if (a > b) return 1
    if (a === b) return 0
  }
  return compareKeys(a, b)
}
