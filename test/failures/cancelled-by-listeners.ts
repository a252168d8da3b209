import type { Context } from '@atomic-ts/atomic'

/** A job of two stages, cancelled by a listener at its first event of a kind; then one that must have all the slots. */
export async function cancelledAt(ctx: Context, kind: string): Promise<unknown[]> {
  const end = ctx.listen((event) => {
    if (event.kind === kind) ctx.cancelAllJobs()
  })
  const pairs = ctx.range(0, 8, { partitions: 4 }).map((n) => [n % 2, n])
  const first = await pairs
    .reduceByKey((a, b) => a + b)
    .count()
    .catch((error: unknown) => error)
  end()
  const second = await ctx
    .range(0, 2, { partitions: 2 })
    .barrier()
    .mapPartitions((ns) => ns)
    .count()
  return [first, second]
}
