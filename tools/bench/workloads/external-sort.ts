import { join } from 'node:path'
import { xorshift } from './random.ts'
import type { Workload } from './workload.ts'
import { writeLines } from './write-lines.ts'

const textLength = 90
const lineLength = 100
const memory = 2048

/** Sorts texts by a whole number with half as much memory as data: runs on disk that are merged. */
export const externalSort: Workload = {
  name: 'large-external-sort',
  title: ({ records = 0 }) =>
    `external sort: ${((records * lineLength) / 1e9).toLocaleString('en')} GB of texts by a number, in ${memory / 1024} GB of memory`,
  size: (scale) => ({ records: Math.round(40_000_000 * scale) }),
  write: (folder, { records = 0 }) => {
    const next = xorshift(0x2545f4914f6cdd1dn)
    const letters = lettersOf(2 ** 20)
    const text = (): string => {
      const from = next(letters.length - textLength)
      return letters.slice(from, from + textLength)
    }
    return {
      texts: writeLines(
        join(folder, `texts-${records}.txt`),
        records,
        () => `${next(1_000_000_000)}\t${text()}`,
      ),
    }
  },
  memory,
}

/** Random letters, so that a text differs at each of a million places where it may begin. They compress to three fifths at best. */
function lettersOf(length: number): string {
  const next = xorshift(0x9e3779b97f4a7c15n)
  return Array.from({ length }, () => String.fromCharCode(97 + next(26))).join('')
}

/** A line of `key`, tab, `text`. */
export function parseText(line: string): [key: number, text: string] {
  const tab = line.indexOf('\t')
  return [Number(line.slice(0, tab)), line.slice(tab + 1)]
}

/** The ends of a text as a number, to see that it is the right one. */
export function endsOf(text: string): number {
  return text.charCodeAt(0) * 256 + text.charCodeAt(text.length - 1)
}
