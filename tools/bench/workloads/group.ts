import { join } from 'node:path'
import { xorshift } from './random.ts'
import type { Answer, Workload } from './workload.ts'
import { writeLines } from './write-lines.ts'

/** Groups pairs of which every other one has the same key: no combine helps, and one partition has half of the data. */
export const group: Workload = {
  name: 'group',
  title: ({ records = 0 }) =>
    `groupByKey: ${(records / 1e6).toLocaleString('en')} million pairs, half of them of one key`,
  size: (scale) => ({ records: Math.round(2_000_000 * scale), keys: 100_000 }),
  write: (folder, { records = 0, keys = 1 }) => {
    const next = xorshift(0x2545f4914f6cdd1dn)
    return {
      pairs: writeLines(
        join(folder, `group-${records}.txt`),
        records,
        (i) => `${i % 2 === 0 ? 0 : 1 + next(keys)}\t${i}`,
      ),
    }
  },
}

/** A key, how many values it has, and the greatest of them. */
export type GroupSummary = [key: number, n: number, most: number]

export function summarise(key: number, values: Iterable<number>): GroupSummary {
  let n = 0
  let most = -Infinity
  for (const value of values) {
    n++
    if (value > most) most = value
  }
  return [key, n, most]
}

export function groupAnswer(groups: readonly GroupSummary[]): Answer {
  let largest = 0
  let checksum = 0
  for (const [key, n, most] of groups) {
    largest = Math.max(largest, n)
    checksum += key ^ most
  }
  return { groups: groups.length, largest, checksum }
}
