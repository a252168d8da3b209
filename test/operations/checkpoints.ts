import { StorageLevel, type Context, type LongAccumulator, type RDD } from '@atomic-ts/atomic'

/** Programs that save RDDs to go on from there. */

export function records(ctx: Context, calls: LongAccumulator): RDD<[number, string]> {
  return ctx.range(0, 100, { partitions: 3 }).map((n): [number, string] => {
    calls.add(1)
    return [n, `record ${n}`]
  })
}

/** Sums by key behind two shuffles; `calls` counts what is computed before the last one. */
export function sums(ctx: Context, calls: LongAccumulator): RDD<[number, number]> {
  return ctx
    .range(0, 100, { partitions: 3 })
    .map((n): [number, number] => [n % 10, n])
    .reduceByKey((a, b) => a + b, 2)
    .map(([key, sum]): [number, number] => {
      calls.add(1)
      return [key % 5, sum]
    })
    .reduceByKey((a, b) => a + b, 3)
}

export async function afterwards(rdd: RDD<[number, number]>): Promise<unknown[]> {
  const joined = await rdd.join(rdd.mapValues((n) => -n)).count()
  const sorted = await rdd.sortByKey({ ascending: false }).keys().collect()
  const numbered = await rdd.keys().zipWithIndex().count()
  return [joined, sorted, numbered, await rdd.union(rdd).count(), await rdd.coalesce(1).count()]
}

/** A loop in which each step builds on the one before. */
export async function iterates(ctx: Context, steps: number): Promise<[sum: number, lineage: number]> {
  let numbers = ctx.range(0, 10, { partitions: 2 }).map((n) => n)
  for (let i = 0; i < steps; i++) {
    numbers = numbers.map((n) => n + 1)
    if (i % 3 === 2) numbers = numbers.persist(StorageLevel.MEMORY_ONLY).checkpoint()
    await numbers.count()
  }
  return [await numbers.sum(), numbers.toDebugString().split('\n').length]
}
