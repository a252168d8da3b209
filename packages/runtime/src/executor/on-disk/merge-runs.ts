import { compareKeys } from '@atomic-ts/core/internal'
import { rowsInColumns } from '../../codec/pairs-in-columns.ts'
import { anyColumn, pairColumns, type Column, type Rows } from '../../columns/column.ts'
import { concat } from '../../columns/concat.ts'
import { gather, slice } from '../../columns/gather.ts'
import { rowsOf } from '../../columns/rows-of.ts'
import { stringsOf } from '../../columns/text.ts'
import { orderOf } from '../../kernels/key-order.ts'

/** So many records of the result are made at a time. */
const recordsOfPiece = 4096

/**
 * Sorted runs of pairs as one, in chunks. Pairs of equal keys come in the order of their runs.
 *
 * No record is compared with another on its own: all that comes up to the end of some block, of whatever run, is sorted
 * at once, by the digits of its keys where these are numbers.
 * @param runs the blocks of each, one after the other
 */
export function* mergeRuns(runs: readonly Iterable<Rows>[], ascending: boolean): Iterable<Column> {
  const compare = ascending ? compareFast : (a: unknown, b: unknown) => compareFast(b, a)
  let open = runs.flatMap((blocks) => {
    const run = new Run(blocks)
    return run.isAtEnd ? [] : [run]
  })
  while (open.length > 0) {
    const least = open.reduce((one, other) => (compare(other.last, one.last) < 0 ? other : one))
    const end = open.indexOf(least)
    const { last: bound } = least
    // Of its key there may be more in the next block of the run, which come before those of the runs behind.
    const parts = open.map((run, i) => run.take((key) => compare(key, bound) < (i > end ? 0 : 1)))
    yield* sorted(
      parts.filter(({ length }) => length > 0),
      ascending,
    )
    open = open.filter((run) => !run.isAtEnd)
  }
}

function* sorted(parts: readonly Column[], ascending: boolean): Iterable<Column> {
  const [first, second] = parts
  if (first && !second) return yield first
  const pairs = concat(parts)
  const order = orderOf(keysOf(pairs), ascending)
  for (let from = 0; from < order.length; from += recordsOfPiece)
    yield gather(pairs, order.subarray(from, from + recordsOfPiece))
}

/** Where a merge is in one run. */
class Run {
  readonly #blocks: Iterator<Rows>
  #pairs: Column = anyColumn([])
  #keys: Column = anyColumn([])
  #at = 0
  /** The last key of the block that is read. */
  last: unknown
  isAtEnd = false

  constructor(blocks: Iterable<Rows>) {
    this.#blocks = blocks[Symbol.iterator]()
    this.#open()
  }

  /** Takes the pairs at the beginning of the block whose keys belong there. */
  take(belongs: (key: unknown) => boolean): Column {
    let low = this.#at
    let high = this.#pairs.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (belongs(keyAt(this.#keys, middle))) low = middle + 1
      else high = middle
    }
    const taken = slice(this.#pairs, this.#at, low)
    this.#at = low
    if (low === this.#pairs.length) this.#open()
    return taken
  }

  #open(): void {
    for (;;) {
      const { done, value } = this.#blocks.next()
      this.isAtEnd = done === true
      if (done === true) return
      if (value.length === 0) continue
      this.#pairs = withoutWords(rowsInColumns(value))
      this.#keys = keysOf(this.#pairs)
      this.#at = 0
      this.last = keyAt(this.#keys, value.length - 1)
      return
    }
  }
}

/** With each word where it occurs: the words of all blocks would be put together again and again. */
function withoutWords(column: Column): Column {
  if (column.kind === 'words') return anyColumn(rowsOf(column))
  return 'columns' in column ? { ...column, columns: column.columns.map(withoutWords) } : column
}

/** The keys of pairs; those of several parts each as a whole. */
function keysOf(pairs: Column): Column {
  const [keys] = pairColumns(pairs) ?? []
  if (!keys) return anyColumn(rowsOf(pairs).map((pair) => (pair as readonly unknown[])[0]))
  return 'columns' in keys ? anyColumn(rowsOf(keys)) : keys
}

function keyAt(keys: Column, position: number): unknown {
  if (keys.kind === 'numbers' || keys.kind === 'any') return keys.values[position]
  const [key] =
    keys.kind === 'text' ? stringsOf(keys, position, position + 1) : rowsOf(keys, position, position + 1)
  return key
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
