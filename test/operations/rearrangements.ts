import { TaskContext, type Context, type PartitionCoalescer, type RDD } from '@atomic-ts/atomic'

/** Operations that rearrange RDDs, at their edges. */

/** Every operation of an RDD without records: one without partitions, and one with three. */
export function emptyEverywhere(
  ctx: Context,
  kind: 'no partitions' | 'empty partitions',
): Promise<unknown[]> {
  const none = kind === 'no partitions' ? ctx.emptyRDD<number>() : ctx.parallelize<number>([], 3)
  const some = ctx.parallelize([1, 2], 2)
  return Promise.all([
    none.collect(),
    none.take(3),
    none.mapPartitionsWithIndex((_index, records) => records).collect(),
    none.zip(none).collect(),
    none.zipPartitions(none, (a, b) => [...a, ...b]).collect(),
    none.zipWithIndex().collect(),
    none.zipWithUniqueId().collect(),
    none.cartesian(some).collect(),
    some.cartesian(none).collect(),
    none.coalesce(2).collect(),
    none.coalesce(2, { shuffle: true }).collect(),
    none.repartition(4).collect(),
    none.repartition(4, (n) => n).collect(),
    none.union(none).collect(),
    none.distinct().collect(),
    none.intersection(some).collect(),
    some.intersection(none).collect(),
    none.subtract(some).collect(),
    none.groupBy((n) => n).collect(),
    none.sortBy((n) => n).collect(),
    none.sample(false, 0.5).collect(),
    none.sample(true, 2).collect(),
    none.limitPartitions(2).collect(),
    none.prunePartitions(() => true).collect(),
    ...none.randomSplit([1, 2]).map((part) => part.collect()),
    some
      .subtract(none)
      .sortBy((n) => n)
      .collect(),
    none.union(some).collect(),
    none.glom().collect(),
    none.count(),
  ])
}

/** Gives the job names of two actions on numbered records. */
export async function numbersLate(ctx: Context, partitions: number): Promise<string[]> {
  const jobs: string[] = []
  const end = ctx.listen((event) => event.kind === 'jobStarted' && jobs.push(event.op))
  const numbered = ctx.range(0, 10, { partitions }).zipWithIndex()
  jobs.push('defined')
  await numbered.count()
  await numbered.filter(([, i]) => i > 3).count()
  end()
  return jobs
}

/** What a counting job adds to an accumulator does not count. */
export async function countsOnce(ctx: Context): Promise<number> {
  const seen = ctx.longAccumulator()
  await ctx
    .range(0, 10, { partitions: 4 })
    .map((n) => {
      seen.add(1)
      return n
    })
    .zipWithIndex()
    .count()
  return seen.value
}

export function samples(ctx: Context, withReplacement: boolean, fraction: number, seed: number): RDD<number> {
  return ctx.range(0, 20_000, { partitions: 4 }).sample(withReplacement, fraction, seed)
}

/** Two partitions with the same records, of one RDD and of a union. */
export function samplesTwice(ctx: Context): Promise<number[][]> {
  const half = ctx.range(0, 200, { partitions: 1 })
  return half.union(half).sample(false, 0.5, 3).glom().collect()
}

export function splits(ctx: Context): Promise<number[][]> {
  const parts = ctx.range(0, 10_000, { partitions: 4 }).randomSplit([1, 0, 6, 3], 11)
  return Promise.all(parts.map((part) => part.collect()))
}

/** Random operations whose tasks fail at first, or do not. */
export function randomly(ctx: Context, fails: boolean): Promise<number[][]> {
  const rdd = ctx.range(0, 400, { partitions: 4 })
  const operations = [
    rdd.sample(false, 0.3, 1),
    rdd.sample(true, 1.5, 1),
    rdd.randomSplit([1, 2], 1)[0],
    failing(rdd, fails).repartition(3),
  ]
  return Promise.all(operations.map((each) => failing(each, fails).collect()))
}

function failing(rdd: RDD<number>, fails: boolean): RDD<number> {
  return rdd.mapPartitions((records) => {
    const all = [...records]
    if (fails && TaskContext.get().attemptNumber === 0) throw new Error('the first try')
    return all
  })
}

export function sizesAfterRepartition(ctx: Context, from: number, to: number): Promise<number[]> {
  return ctx
    .range(0, 1000, { partitions: 1 })
    .repartition(from)
    .coalesce(to, { shuffle: true })
    .mapPartitions((records) => [[...records].length])
    .collect()
}

/** A hundred partitions of one record each. */
export function spreadsSmallPartitions(ctx: Context): Promise<number[]> {
  return ctx
    .range(0, 100, { partitions: 100 })
    .repartition(4)
    .mapPartitions((records) => [[...records].length])
    .collect()
}

/** Partitions that fail when they are computed, of which none is asked for. */
export async function leavesTheRest(ctx: Context): Promise<number[][]> {
  const rdd = ctx.range(0, 4, { partitions: 4 }).map((n) => {
    if (n > 1) throw new Error(`partition ${n} was computed`)
    return n
  })
  return [
    await rdd.prunePartitions((i) => i < 2).collect(),
    await rdd.coalesce(2).take(1),
    await rdd
      .union(rdd)
      .prunePartitions((i) => i === 5)
      .collect(),
    await rdd
      .zip(rdd)
      .prunePartitions((i) => i === 1)
      .values()
      .collect(),
  ]
}

/** Partitions without an end. */
export function limitsTheEndless(ctx: Context): Promise<number[][]> {
  const endless = ctx.range(0, 2, { partitions: 2 }).flatMap(function* (n) {
    for (let i = n; ; i += 10) yield i
  })
  return Promise.all([
    endless.limitPartitions(3).collect(),
    endless
      .limitPartitions(2)
      .mapPartitions((records) => records)
      .collect(),
    endless
      .limitPartitions(2)
      .mapAsync((n) => n)
      .collect(),
    endless
      .limitPartitions(2)
      .map((n) => n * 2)
      .limitPartitions(1)
      .collect(),
  ])
}

/** Partitions that come in several pieces, on their way to a function that pulls records and to calls that wait. */
export function numbersPieces(ctx: Context): Promise<unknown[]> {
  const pieces = ctx.range(0, 300, { partitions: 1 })
  return Promise.all([
    pieces
      .zipWithIndex()
      .mapPartitions((records) => records)
      .collect(),
    pieces
      .zipWithUniqueId()
      .mapAsync((pair) => pair)
      .collect(),
    pieces
      .limitPartitions(100)
      .mapPartitionsWithIndex((_index, records) => records)
      .collect(),
    pieces
      .cartesian(ctx.range(0, 70, { partitions: 1 }))
      .zipWithIndex()
      .collect(),
  ])
}

/** How often the records of a cached side are computed for a cartesian product. */
export async function computesCachedSides(ctx: Context): Promise<[calls: number, pairs: number]> {
  const calls = ctx.longAccumulator()
  const side = ctx
    .range(0, 6, { partitions: 3 })
    .map((n) => {
      calls.add(1)
      return n
    })
    .cache()
  await side.count()
  const pairs = await side.cartesian(side).count()
  return [calls.value, pairs]
}

export function describes(ctx: Context): RDD<[number, number]> {
  const words = ctx.range(4).setName('words')
  return words.map((n) => [n, 1]).reduceByKey((a, b) => a + b, 3)
}

/** How many stages it takes to reduce a union by key. */
export async function reducesUnion(ctx: Context, partitions: readonly [number, number]): Promise<number> {
  let stages = 0
  const [left, right] = partitions.map((n) => ctx.parallelize<[number, number]>([[1, 2]], 2).partitionBy(n))
  const end = ctx.listen((event) => event.kind === 'stageStarted' && stages++)
  await (left &&
    right &&
    left
      .union(right)
      .reduceByKey((a, b) => a + b)
      .collect())
  end()
  return stages
}

export async function keepsPartitioners(ctx: Context): Promise<unknown[]> {
  const pairs = ctx.parallelize<[number, string]>([[1, 'a']], 2)
  const known = pairs.partitionBy(3)
  const kept = { preservesPartitioning: true } as const
  const isKnown = (rdd: RDD<unknown>): boolean => rdd.partitioner !== undefined
  return [
    pairs.partitioner,
    known.partitioner,
    isKnown(known.mapPartitionsWithIndex((_i, records) => records)),
    isKnown(known.mapPartitionsWithIndex((_i, records) => records, kept)),
    isKnown(known.zipPartitions(known, (a) => a)),
    isKnown(known.zipPartitions(known, (a) => a, kept)),
    isKnown(known.sample(false, 0.5)),
    isKnown(known.limitPartitions(1)),
    isKnown(known.union(known)),
    isKnown(known.union(pairs)),
    isKnown(known.union(pairs.partitionBy(4))),
    isKnown(known.union(ctx.emptyRDD<[number, string]>())),
    isKnown(known.repartition(3)),
    isKnown(known.coalesce(2)),
    isKnown(known.intersection(known)),
    isKnown(known.zipWithIndex()),
  ]
}

export function unequalLengths(ctx: Context): Promise<unknown> {
  return ctx.range(5).zip(ctx.range(6)).collect()
}

export function equalSumsOfUnequalLengths(ctx: Context): Promise<unknown> {
  const left = ctx.parallelize([1, 2, 3, 4], 2)
  return left.zip(left.repartition(2, (n) => Number(n > 1))).collect()
}

export function unequalPartitions(ctx: Context): RDD<unknown> {
  return ctx.range(0, 5, { partitions: 2 }).zip(ctx.range(0, 5, { partitions: 3 }))
}

export function unequalPartitionsOfThree(ctx: Context): RDD<unknown> {
  const two = ctx.range(0, 5, { partitions: 2 })
  return two.zipPartitions(two, ctx.range(0, 5, { partitions: 3 }), (a) => a)
}

export const outOfRange = {
  coalesceToNone: (ctx: Context): unknown => ctx.range(3).coalesce(0),
  coalesceToNaN: (ctx: Context): unknown => ctx.range(3).coalesce(NaN, { shuffle: true }),
  repartitionToHalf: (ctx: Context): unknown => ctx.range(3).repartition(1.5),
  subtractInNone: (ctx: Context): unknown => ctx.range(3).subtract(ctx.range(3), -1),
  intersectionInNone: (ctx: Context): unknown => ctx.range(3).intersection(ctx.range(3), 0),
  groupByInNone: (ctx: Context): unknown => ctx.range(3).groupBy((n) => n, 0),
  sortByInNone: (ctx: Context): unknown => ctx.range(3).sortBy((n) => n, { partitions: 0 }),
  negativeFraction: (ctx: Context): unknown => ctx.range(3).sample(true, -0.1),
  fractionAboveOne: (ctx: Context): unknown => ctx.range(3).sample(false, 1.1),
  fractionNaN: (ctx: Context): unknown => ctx.range(3).sample(false, NaN),
  fractionInfinite: (ctx: Context): unknown => ctx.range(3).sample(true, Infinity),
  seedOfHalf: (ctx: Context): unknown => ctx.range(3).sample(false, 0.5, 0.5),
  negativeWeight: (ctx: Context): unknown => ctx.range(3).randomSplit([1, -1, 2]),
  noWeight: (ctx: Context): unknown => ctx.range(3).randomSplit([0, 0]),
  weightNaN: (ctx: Context): unknown => ctx.range(3).randomSplit([1, NaN]),
  noWeights: (ctx: Context): unknown => ctx.range(3).randomSplit([]),
  negativeLimit: (ctx: Context): unknown => ctx.range(3).limitPartitions(-1),
  noRecords: (ctx: Context): unknown => ctx.parallelize(5 as never),
  noPartitions: (ctx: Context): unknown => ctx.makeRDD([1], 0),
}

export function asyncFunction(ctx: Context): RDD<unknown> {
  const rdd = ctx.range(3)
  // @ts-expect-error: a promise is not iterable
  return rdd.zipPartitions(rdd, async (a) => Promise.resolve([...a]))
}

export function givesNoIterable(ctx: Context): Promise<unknown> {
  const rdd = ctx.range(3)
  // @ts-expect-error: a number is not iterable
  return rdd.zipPartitions(rdd, (a) => [...a].length).collect()
}

export function partitionOfNaN(ctx: Context): Promise<unknown> {
  return ctx
    .range(3)
    .repartition(2, () => NaN)
    .collect()
}

export function functionsInCommon(ctx: Context): Promise<number> {
  const functions = ctx.range(3).map((n) => () => n)
  return functions.intersection(functions).count()
}

/** The coalescer keeps what it is told in a variable of the driver, and so does the filter. */
export function choosesInDriver(ctx: Context, groups: unknown): [rdd: RDD<number>, told: number[]] {
  const told: number[] = []
  const coalescer: PartitionCoalescer = (parents, partitions) => {
    told.push(parents, partitions)
    return groups as number[][]
  }
  const rdd = ctx.range(0, 8, { partitions: 4 }).coalesce(3, { coalescer })
  return [rdd.prunePartitions((partition) => told.push(partition) > 0), told]
}
