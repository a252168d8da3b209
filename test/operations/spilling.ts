import type { Context, RDD } from '@atomic-ts/atomic'

/** Programs that move more records than their tasks have room for. */

export function spread(ctx: Context, n: number): RDD<number> {
  return ctx
    .range(0, n, { partitions: 3 })
    .map((i) => (i * 7919) % n)
    .repartition(4)
}

export function sums(ctx: Context, n: number, keys: number): RDD<[number, number]> {
  return ctx
    .range(0, n, { partitions: 3 })
    .map((i): [number, number] => [i % keys, i])
    .reduceByKey((a, b) => a + b, 4)
}

export function words(ctx: Context, n: number): RDD<[string, number]> {
  return ctx
    .range(0, n, { partitions: 3 })
    .map((i): [string, number] => [`word ${i % 1000}`, 1])
    .partitionBy(4)
}
