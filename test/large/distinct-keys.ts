import type { Context } from '@atomic-ts/atomic'
import { mixed } from './data.ts'
import { printed, type Checked } from './checked.ts'

/** Adds up by key, where every key is there twice: so many distinct keys. */
export async function sumsByKey(ctx: Context, n: number, partitions: number): Promise<Checked> {
  const { keys, sum } = await ctx
    .range(0, 2 * n, { partitions })
    .map((i): [number, number] => [mixed(i % n), i])
    .reduceByKey((a, b) => a + b, partitions)
    .map(([, value]) => ({ keys: 1, sum: value }))
    .reduce((a, b) => ({ keys: a.keys + b.keys, sum: a.sum + b.sum }))
  return { isRight: keys === n && sum === n * (2 * n - 1), records: keys }
}

export default printed(sumsByKey, { partitions: 32 })
