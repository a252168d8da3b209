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

/** Keys of which one has half of all records. */
export function skewed(ctx: Context, n: number): RDD<[string, number]> {
  return ctx
    .range(0, n, { partitions: 3 })
    .map((i): [string, number] => [i % 2 === 0 ? 'hot' : `key ${i % 97}`, i])
}

export async function groupsTwice(ctx: Context, n: number): Promise<[string, number, number, number][]> {
  const groups = skewed(ctx, n).groupByKey(2)
  return groups
    .map(([key, values]): [string, number, number, number] => {
      const again = [...values].reduce((sum, value) => sum + value, 0)
      const once = Array.from(values, (value) => value).reduce((sum, value) => sum + value, 0)
      return [key, values.length, once, again]
    })
    .collect()
}

/** What programs in JavaScript do with an array, done to one that lies on disk. */
export async function usesValues(ctx: Context, n: number): Promise<unknown[]> {
  const [used = []] = await skewed(ctx, n)
    .groupByKey(1)
    .filter(([key]) => key === 'hot')
    .map(([, values]): unknown[] => [
      Array.isArray(values),
      values.length,
      Reflect.get(values, '0'),
      Array.prototype.at.call(values, -1),
      Reflect.get(values, String(values.length)),
      Array.prototype.indexOf.call(values, 4),
      Reflect.has(values, '3'),
      Array.prototype.slice.call(values, 1, 4),
      Array.prototype.filter.call(values, (value) => value < 8),
      Array.prototype.map.call(values, (value) => value * 2).length,
      Array.prototype.includes.call(values, n),
      [...Array.prototype.entries.call(values)].length,
      Math.max(...[...values].slice(-5)),
      JSON.stringify(values).length > n,
      refusal(() => Array.prototype.sort.call(values)),
      refusal(() => Array.prototype.push.call(values, 1)),
      refusal(() => Reflect.set(values, 'length', 0)),
    ])
    .collect()
  return used
}

function refusal(change: () => unknown): string {
  try {
    change()
    return 'changed'
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 60) : ''
  }
}

export async function keepsGroups(ctx: Context, n: number): Promise<number[]> {
  const groups = skewed(ctx, n).groupByKey(2).cache()
  const distinct = groups.map(([, values]) => new Set(values).size)
  return [await distinct.sum(), await distinct.sum()]
}

export function joins(ctx: Context, n: number): Promise<number> {
  return skewed(ctx, n).join(skewed(ctx, 200), 2).count()
}

export async function cogroups(ctx: Context, n: number): Promise<[string, number, number][]> {
  const both = skewed(ctx, n).cogroup(skewed(ctx, 200), 2)
  return both
    .map(([key, [left, right]]): [string, number, number] => [key, left.length, right.length])
    .collect()
}

export function sorted(ctx: Context, n: number, ascending: boolean): Promise<[string, number][]> {
  return skewed(ctx, n).sortByKey({ ascending, partitions: 2 }).collect()
}
