import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import { StorageLevel, type Context, type LongAccumulator, type RDD } from '@atomic-ts/atomic'

/** Programs that other engines of this kind answered wrongly, or not at all. */

/** @task */
export function double(n: number): number {
  return n * 2
}

export function doubled(ctx: Context): RDD<number> {
  return ctx.range(3).mapTask(double)
}

export function taskThenLambda(ctx: Context): Promise<number[]> {
  return ctx
    .range(0, 5, { partitions: 2 })
    .mapTask(double)
    .map((n) => n + 1)
    .filter((n) => n > 3)
    .mapTask(double)
    .collect()
}

/** How many records the driver merged, joined or ordered by itself: none, when its threads do the work. */
export async function mergedInDriver(ctx: Context): Promise<number[]> {
  const pairs = ctx.range(0, 40, { partitions: 4 }).map((n): [number, number] => [n % 4, 0])
  const merged = pairs.reduceByKey((a, b) => a + b + (isMainThread ? 1 : 0))
  const joined = merged.join(pairs.groupByKey()).map(() => (isMainThread ? 1 : 0))
  const sorted = pairs.sortBy(([key]) => key).map(() => (isMainThread ? 1 : 0))
  const all = [merged.values(), joined, sorted]
  return Promise.all(all.map((rdd) => rdd.reduce((a, b) => Math.max(a, b))))
}

export async function otherTypesThanTheValues(ctx: Context): Promise<unknown[]> {
  const pairs = ctx.parallelize(
    [
      ['b', 1],
      ['a', 2],
      ['b', 3],
    ],
    2,
  )
  const grouped = pairs.groupByKey().mapValues((values) => [...values])
  const combined = pairs.combineByKey(
    (n) => ({ seen: `${n}` }),
    (all, n) => ({ seen: `${all.seen},${n}` }),
    (a, b) => ({ seen: `${a.seen};${b.seen}` }),
  )
  return [
    await grouped.sortByKey().collect(),
    await combined.sortByKey().collect(),
    await pairs.sortByKey().collect(),
  ]
}

export async function everyValueOfAKey(ctx: Context): Promise<number[]> {
  const spread = ctx
    .range(0, 30, { partitions: 3 })
    .map((n): [number, number] => [n % 2, n])
    .partitionBy(4)
  return (await spread.values().collect()).toSorted((a, b) => a - b)
}

export async function keysByValue(ctx: Context): Promise<unknown[]> {
  const keys: unknown[] = [
    1,
    '1',
    1n,
    true,
    null,
    undefined,
    'undefined',
    [1],
    [1],
    { x: 1, y: 2 },
    { y: 2, x: 1 },
  ]
  const counts = await ctx
    .parallelize(keys, 3)
    .map((key) => [key, 1] as const)
    .reduceByKey((a, b) => a + b)
    .values()
    .collect()
  return counts.toSorted((a, b) => a - b)
}

export function capturesEverywhere(ctx: Context, least: number, times: number): Promise<number[]> {
  return ctx
    .range(0, 6, { partitions: 2 })
    .filter((n) => n >= least)
    .flatMap((n) => Array.from({ length: times }, () => n))
    .collect()
}

/** Partitions that fail once add what they added once. */
export async function addsAndFails(ctx: Context, log: string): Promise<number[]> {
  const added = ctx.longAccumulator()
  const rdd = ctx.range(0, 6, { partitions: 3 }).map((n) => {
    added.add(n)
    if (n % 2 === 1) failOnce(log, n)
    return n
  })
  return [await rdd.count(), added.value]
}

/** As many records as there are, though every partition of both stages fails once. */
export function countsAndFails(ctx: Context, log: string): Promise<number> {
  return ctx
    .range(0, 9, { partitions: 3 })
    .map((n): [number, number] => {
      if (n % 3 === 2) failOnce(log, n)
      return [n, n]
    })
    .groupByKey()
    .map(([n]) => {
      if (n < 3) failOnce(log, n + 100)
      return n
    })
    .count()
}

function failOnce(log: string, n: number): void {
  const mark = `<${n}>`
  const isFirst = !readFileSync(log, 'utf8').includes(mark)
  appendFileSync(log, mark)
  if (isFirst) throw new Error(`the first try of ${n}`)
}

export function foldsAndReduces(ctx: Context, partitions: number): Promise<number[]> {
  const rdd = ctx.range(0, 3, { partitions })
  return Promise.all([rdd.fold(10, (a, b) => a + b), rdd.reduce((a, b) => a + b)])
}

export function manyPartitions(ctx: Context): Promise<number> {
  return ctx
    .range(0, 300, { partitions: 300 })
    .keyBy((n) => n)
    .groupByKey(100)
    .count()
}

/** The same records from a cache, though the thread that holds some of them is lost in between. */
export async function losesItsCache(ctx: Context, log: string): Promise<boolean> {
  const cached = ctx
    .range(0, 4, { partitions: 4 })
    .map((n): [number, number] => [n, n * n])
    .partitionBy(3)
    .cache()
  const before = await cached.collect()
  await cached
    .mapAsync(async (pair) => {
      if (!readFileSync(log, 'utf8').includes('lost')) {
        appendFileSync(log, 'lost')
        // Thrown where nothing catches it: this thread is gone, and its cache with it.
        await new Promise(() =>
          setImmediate(() => {
            throw new Error('lost')
          }),
        )
      }
      return pair
    })
    .count()
  return JSON.stringify(await cached.collect()) === JSON.stringify(before)
}

export function failingProgram(ctx: Context): Promise<string[]> {
  return ctx.range(0, 4, { partitions: 2 }).pipe(['sh', '-c', 'cat; exit 3']).collect()
}

/** The length of a broadcast text, in a program whose tasks import nothing. */
export function broadcastAlone(ctx: Context): Promise<number[]> {
  const text = ctx.broadcast('twelve chars')
  return ctx
    .range(0, 2, { partitions: 2 })
    .map(() => text.value.length)
    .collect()
}

/** Text that would do harm, had anyone run it. */
export const harmfulTexts = [
  '() => process.exit(1)',
  'function () { throw new Error("ran") }',
  '(function () { process.exit(1) })()',
  '${process.exit(1)}',
  'class A { static { process.exit(1) } }',
  '`); process.exit(1); //',
]

export async function textThatLooksLikeCode(ctx: Context): Promise<string[][]> {
  const texts = ctx.parallelize(harmfulTexts, 2)
  const said = ctx.broadcast(harmfulTexts)
  const [captured = ''] = harmfulTexts
  return [
    await texts.collect(),
    await texts
      .keyBy((text) => text)
      .groupByKey()
      .sortByKey()
      .keys()
      .collect(),
    await texts.filter((text) => said.value.includes(text)).collect(),
    await texts
      .map(() => captured)
      .distinct()
      .collect(),
    await texts.sortBy((text) => text).collect(),
  ]
}

/** Shuffles many bytes, and keeps nothing of it. */
export async function shufflesAndForgets(ctx: Context): Promise<void> {
  await ctx
    .range(0, 500, { partitions: 2 })
    .map((n): [number, string] => [n, `${n} `.repeat(1000)])
    .groupByKey(2)
    .count()
}

/** A job that ends only when it is told to. */
export function neverEnds(ctx: Context, options: { readonly signal: AbortSignal }): Promise<number> {
  return ctx
    .range(0, 1, { partitions: 1 })
    .flatMap(function* () {
      for (let n = 0; ; n++) yield n
    })
    .count(options)
}

/** Numbers that are kept at a level; `made` counts how often one is computed. */
export function keptNumbers(ctx: Context, level: StorageLevel, made: LongAccumulator): RDD<number> {
  return ctx
    .range(0, 40_000, { partitions: 4 })
    .map((i) => {
      made.add(1)
      return i + 0.5
    })
    .persist(level)
}

/** Sorts and groups more than a task has room for. */
export async function spillsAndReads(ctx: Context): Promise<number[]> {
  const numbers = ctx.range(0, 60_000, { partitions: 3 })
  const sorted = await numbers.sortBy((n) => -n, { partitions: 2 }).take(2)
  const grouped = numbers.map((n): [number, number] => [n % 7000, n]).groupByKey(2)
  const largest = await grouped.map(([key, values]) => key + [...values].length).max()
  return [
    ...sorted,
    largest,
    await grouped
      .values()
      .map((values) => [...values].length)
      .sum(),
  ]
}

/** A disk goes away in the middle of a job, once records wait to be written to it. */
export function losesItsDisk(ctx: Context, scratch: string, groups: boolean): Promise<number> {
  const numbers = ctx.range(0, 60_000, { partitions: 2 }).map((n): [number, number] => {
    if (n === 30) {
      rmSync(scratch, { recursive: true, force: true })
      writeFileSync(scratch, 'no folder')
    }
    return [n % 9000, n]
  })
  if (!groups) return numbers.persist(StorageLevel.DISK_ONLY).count()
  return numbers
    .groupByKey(2)
    .map(([, values]) => [...values].length)
    .sum()
}
