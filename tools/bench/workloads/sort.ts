import { join } from 'node:path'
import { xorshift } from './random.ts'
import type { Answer, Workload } from './workload.ts'
import { writeLines } from './write-lines.ts'

const keySpace = 10_000_000

/** Sorts pairs by a whole number: all data crosses the shuffle. */
export const sort: Workload = {
  name: 'sort',
  title: ({ records = 0 }) => `sort: ${(records / 1e6).toLocaleString('en')} million pairs by a number`,
  size: (scale) => ({ records: Math.round(2_000_000 * scale) }),
  write: (folder, { records = 0 }) => {
    const next = xorshift(0x2545f4914f6cdd1dn)
    return {
      pairs: writeLines(join(folder, `sort-${records}.txt`), records, (i) => `${next(keySpace)}\t${i}`),
    }
  },
}

/** Ten times the pairs, read from a file; each partition looks at its own order. */
export const sortLarge: Workload = {
  ...sort,
  name: 'large-sort',
  title: (size) => `${sort.title(size)}, from files`,
  size: (scale) => sort.size(10 * scale),
}

/** What is left of sorted pairs. */
export interface Run {
  readonly rows: number
  readonly ordered: boolean
  readonly first: number
  readonly last: number
  readonly checksum: number
}

/** @param numberOf what of a value goes into the checksum */
export function runOf<V>(
  pairs: Iterable<readonly [key: number, value: V]>,
  numberOf: (value: V) => number,
): Run {
  let rows = 0
  let ordered = true
  let first = Infinity
  let last = -Infinity
  let checksum = 0
  for (const [key, value] of pairs) {
    if (rows === 0) first = key
    if (key < last) ordered = false
    rows++
    last = key
    checksum += key ^ numberOf(value)
  }
  return { rows, ordered, first, last, checksum }
}

/** A number as it is, for the checksum. */
export function itself(value: number): number {
  return value
}

/** Runs that follow each other are one run. */
export function sortAnswer(runs: readonly Run[]): Answer {
  const full = runs.filter(({ rows }) => rows > 0)
  const ordered = full.every((run, i) => run.ordered && run.first >= (full[i - 1]?.last ?? -Infinity))
  return {
    rows: full.reduce((sum, { rows }) => sum + rows, 0),
    ordered: ordered ? 1 : 0,
    checksum: full.reduce((sum, { checksum }) => sum + checksum, 0),
  }
}

/** A line of `key`, tab, `value`. */
export function parsePair(line: string): [key: number, value: number] {
  const tab = line.indexOf('\t')
  return [Number(line.slice(0, tab)), Number(line.slice(tab + 1))]
}
