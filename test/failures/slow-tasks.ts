import { existsSync } from 'node:fs'
import { TaskContext, type Context, type LongAccumulator } from '@atomic-ts/atomic'

/** The last task of the first stage never ends when it is tried first; `seen` counts every record. */
export function hangsOnce(ctx: Context, seen: LongAccumulator): Promise<Map<number, number>> {
  return ctx
    .range(0, 12, { partitions: 6 })
    .mapAsync(async (n): Promise<[number, number]> => {
      seen.add(1)
      if (n === 11 && TaskContext.get().attemptNumber === 0) await new Promise(() => undefined)
      return [n % 2, n]
    })
    .reduceByKey((a, b) => a + b, 2)
    .collectAsMap()
}

/** Both copies of a task write a part of the output. */
export async function savesTwice(ctx: Context, path: string): Promise<string[]> {
  await ctx
    .range(0, 12, { partitions: 6 })
    .mapAsync(async (n) => {
      if (n === 11 && TaskContext.get().attemptNumber === 0) await new Promise(() => undefined)
      return `line ${n}`
    })
    .saveAsTextFile(path)
  return ctx.textFile(path).collect()
}

/** One of many short tasks is not short: it holds its thread until a file is there. */
export function holdsUntil(ctx: Context, path: string, partitions: number): Promise<number> {
  return ctx
    .range(0, partitions, { partitions })
    .map((n) => {
      if (n === 100) while (!existsSync(path));
      return n
    })
    .sum()
}
