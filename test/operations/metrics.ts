import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { TaskContext, type Context } from '@atomic-ts/atomic'

/** Programs whose work can be counted by hand. */

export function halves(ctx: Context, partitions: number): Promise<number[]> {
  const numbers = Array.from({ length: 1000 }, (_, i) => i + 0.5)
  return ctx.parallelize(numbers, partitions).collect()
}

export function countsRange(ctx: Context): Promise<number> {
  return ctx
    .range(0, 10_000, { partitions: 2 })
    .filter((n) => n % 2 === 0)
    .count()
}

export function countsLines(ctx: Context, path: string): Promise<number> {
  return ctx.textFile(path, 3).count()
}

export function saves(ctx: Context, path: string): Promise<void> {
  const lines = ctx.range(0, 50_000, { partitions: 2 }).map((n) => `ü ${n}`)
  return lines.saveAsTextFile(path)
}

export function collectsMany(ctx: Context): Promise<number[]> {
  return ctx
    .range(0, 50_000, { partitions: 1 })
    .map((n) => n + 0.5)
    .collect()
}

/** Counts twice; the second time from memory. */
export async function countsCached(ctx: Context): Promise<number[]> {
  const big = ctx
    .range(0, 100, { partitions: 1 })
    .filter((n) => n >= 40)
    .cache()
  return [await big.count(), await big.count()]
}

/** A hundred records in each of two partitions; ten keys, so ten leave each. */
export function sumsByKey(ctx: Context): Promise<Map<number, number>> {
  return ctx
    .range(0, 200, { partitions: 2 })
    .map((n): [number, number] => [n % 10, n])
    .reduceByKey((a, b) => a + b, 3)
    .collectAsMap()
}

/** A co-grouped side that is shuffled, with one that is. */
export function joins(ctx: Context): Promise<number> {
  const left = ctx.range(0, 30, { partitions: 2 }).map((n): [number, number] => [n, n])
  const right = ctx.range(0, 20, { partitions: 2 }).map((n): [number, string] => [n, 'x'])
  return left.join(right, 2).count()
}

/** Each task turns until its own clock says so. */
export function turns(ctx: Context, milliseconds: number): Promise<void> {
  return ctx.range(0, 2, { partitions: 2 }).foreach(() => {
    const start = performance.now()
    while (performance.now() - start < milliseconds);
  })
}

/** The task fails when it has read everything; the second attempt does not. */
export function failsOnce(ctx: Context, folder: string): Promise<number> {
  return ctx
    .range(0, 50, { partitions: 1 })
    .map((n) => {
      if (n < 49 || existsSync(`${folder}/tried`)) return n
      appendFileSync(`${folder}/tried`, '')
      throw new Error('the first try')
    })
    .count()
}

/** Two tasks write what they know of themselves, as their own code sees it and when it is over. */
export function writesMetrics(ctx: Context, folder: string): Promise<number> {
  return ctx
    .range(0, 20, { partitions: 2 })
    .mapPartitions((numbers) => {
      const context = TaskContext.get()
      const before = context.taskMetrics()
      const all = [...numbers]
      const during = context.taskMetrics()
      context.addTaskCompletionListener(() => {
        const seen = { before, during, after: context.taskMetrics() }
        writeFileSync(`${folder}/${context.partitionId}.json`, JSON.stringify(seen))
      })
      return all
    })
    .repartition(2)
    .count()
}
