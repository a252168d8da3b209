import { join } from 'node:path'
import type { Answer, Workload } from './workload.ts'
import { writeLines } from './write-lines.ts'

const perLine = 20

/** Counts words of which each line holds 20: a combine before the shuffle does nearly all the work. */
export const wordCount: Workload = {
  name: 'word-count',
  title: ({ words = 0, distinct = 0 }) =>
    `word count: ${(words / 1e6).toLocaleString('en')} million words, ${distinct.toLocaleString('en')} distinct`,
  size: (scale) => ({ words: Math.round((3_000_000 * scale) / perLine) * perLine, distinct: 5000 }),
  write: (folder, { words = 0, distinct = 1 }) => ({
    lines: writeLines(join(folder, `words-${words}.txt`), words / perLine, (line) => {
      const first = line * perLine
      return Array.from({ length: perLine }, (_, i) => `word${(first + i) % distinct}`).join(' ')
    }),
  }),
}

/** Ten times the words, read from a file; only the answer comes to the driver. */
export const wordCountLarge: Workload = {
  ...wordCount,
  name: 'large-word-count',
  title: (size) => `${wordCount.title(size)}, from files`,
  size: (scale) => wordCount.size(10 * scale),
}

export function countsAnswer(counts: Iterable<readonly [word: string, n: number]>): Answer {
  let distinct = 0
  let total = 0
  let checksum = 0
  for (const [word, n] of counts) {
    distinct++
    total += n
    checksum += n * numberOf(word)
  }
  return { distinct, total, checksum }
}

/** The number in a word, `word123`. */
export function numberOf(word: string): number {
  return Number(word.slice('word'.length))
}
