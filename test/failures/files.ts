import { TaskContext, type Context } from '@atomic-ts/atomic'

/** Programs that meet bad files and bad disks. */

export function lengths(ctx: Context, path: string, partitions = 2): Promise<number[]> {
  return ctx
    .textFile(path, partitions)
    .map((line) => line.length)
    .collect()
}

/** Each line has a hundred characters. */
export function savesMuch(
  ctx: Context,
  path: string,
  options: { lines?: number; compression?: 'gzip' | 'zstd'; overwrite?: boolean } = {},
): Promise<void> {
  const { lines = 100_000, ...save } = options
  return ctx
    .range(0, lines, { partitions: 2 })
    .map((n) => String(n * 7919).padEnd(99, '.'))
    .saveAsTextFile(path, save)
}

/** Every task fails when it has written, as often as it may but once. */
export function savesWithFailures(ctx: Context, path: string): Promise<void> {
  return ctx
    .range(0, 20_000, { partitions: 2 })
    .map((n) => {
      const { attemptNumber } = TaskContext.get()
      if (attemptNumber < 2 && n % 10_000 === 9_999) throw new Error(`attempt ${attemptNumber}`)
      return `line ${n} of any attempt`
    })
    .saveAsTextFile(path)
}
