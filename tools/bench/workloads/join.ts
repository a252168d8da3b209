import { join as joinPath } from 'node:path'
import { xorshift } from './random.ts'
import type { Answer, Workload } from './workload.ts'
import { writeLines } from './write-lines.ts'

/** Joins two sides that hold each key five times: 25 rows for each key, five times the input. */
export const join: Workload = {
  name: 'join',
  title: ({ left = 0, keys = 0 }) =>
    `join: two sides of ${(left / 1e6).toLocaleString('en')} million pairs, ${keys.toLocaleString('en')} keys`,
  size: (scale) => ({
    left: Math.round(1_000_000 * scale),
    right: Math.round(1_000_000 * scale),
    keys: Math.max(1, Math.round(200_000 * scale)),
  }),
  write: (folder, { left = 0, right = 0, keys = 1 }) => {
    const write = (name: string, records: number, next: (modulus: number) => number) =>
      writeLines(joinPath(folder, `join-${name}-${records}.txt`), records, (i) => `${next(keys)}\t${i}`)
    return {
      left: write('left', left, xorshift(0x2545f4914f6cdd1dn)),
      right: write('right', right, xorshift(0x9e3779b97f4a7c15n)),
    }
  },
}

/** Ten times the pairs and the keys, read from files; the rows are summed up where they are made. */
export const joinLarge: Workload = {
  ...join,
  name: 'large-join',
  title: (size) => `${join.title(size)}, from files`,
  size: (scale) => join.size(10 * scale),
}

export type Joined = readonly [key: number, values: readonly [left: number, right: number]]

/** How many rows, and their sum. */
export type Sums = [rows: number, checksum: number]

export function sumsOf(rows: Iterable<Joined>): Sums {
  let count = 0
  let checksum = 0
  for (const [key, [left, right]] of rows) {
    count++
    checksum += key ^ left ^ right
  }
  return [count, checksum]
}

export function addSums([rows, checksum]: Sums, [moreRows, moreChecksum]: Sums): Sums {
  return [rows + moreRows, checksum + moreChecksum]
}

export function joinAnswer([rows, checksum]: Sums): Answer {
  return { rows, checksum }
}
