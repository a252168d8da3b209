import type { Context, RDD } from '@atomic-ts/atomic'

export function spread(ctx: Context, n: number): RDD<[number, number]> {
  return ctx
    .range(0, n, { partitions: 3 })
    .map((i): [number, number] => [i, i * 7])
    .partitionBy(2)
}

export async function sum(rdd: RDD<[number, number]>): Promise<number> {
  return await rdd.map(([key, value]) => key + value).sum()
}

/** Goes on until somebody ends it. */
export async function neverEnds(ctx: Context): Promise<void> {
  for (;;) await spread(ctx, 50_000).count()
}
