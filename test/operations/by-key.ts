import type { Context, RDD } from '@atomic-ts/atomic'

/** Operations by key at their edges. */

export function emptyEverywhere(ctx: Context): Promise<unknown[]> {
  const none = ctx.parallelize<[string, number]>([], 3)
  const some = ctx.parallelize<[string, number]>([['a', 1]], 3)
  return Promise.all([
    none.foldByKey(0, (a, b) => a + b).collect(),
    none
      .aggregateByKey(
        '',
        (text, n) => text + n,
        (a, b) => a + b,
      )
      .collect(),
    none.countByKey().then((counts) => counts.size),
    none.collectAsMap().then((map) => map.size),
    none.reduceByKeyLocally((a, b) => a + b).then((map) => map.size),
    none.lookup('a'),
    none.sortByKey().lookup('a'),
    none.leftOuterJoin(some).collect(),
    none.rightOuterJoin(some).collect(),
    none.cogroup(none, none).collect(),
    some.subtractByKey(none).collect(),
    none.filterByRange('a', 'z').collect(),
    none.sortByKey().filterByRange('a', 'z').collect(),
    none.repartitionAndSortWithinPartitions(2).collect(),
    none.sampleByKey(new Map()).collect(),
    none.sampleByKeyExact(new Map()).collect(),
    none.countApproxDistinct(),
    none.countApproxDistinctByKey().collect(),
  ])
}

/** Which partitions a job computes, by the errors that it does not meet. */
export function looksUp(ctx: Context): Promise<number[][]> {
  const spread = pairs(ctx).partitionBy(5)
  return Promise.all([
    failsBeside(spread, 7).lookup(7),
    failsBeside(
      pairs(ctx).partitionBy(5, (n) => n),
      8,
    ).lookup(8),
    failsBeside(pairs(ctx).sortByKey({ partitions: 5 }), 3).lookup(3),
    failsBeside(pairs(ctx).sortByKey({ partitions: 5, ascending: false }), 39).lookup(39),
  ])
}

/** Fails in every partition that does not hold the key. */
function failsBeside(rdd: RDD<[number, number]>, key: number): RDD<[number, number]> {
  return rdd.mapPartitions(
    function* (records) {
      const mine = [...records]
      if (!mine.some(([k]) => k === key) && mine.length > 0) throw new Error(`not the partition of ${key}`)
      yield* mine
    },
    { preservesPartitioning: true },
  )
}

export function readsOnlyTheRange(ctx: Context): Promise<[number, number][]> {
  return pairs(ctx)
    .sortByKey({ partitions: 5 })
    .mapValues((n) => {
      if (n > 350) throw new Error(`${n} is far from the range`)
      return n
    })
    .filterByRange(3, 6)
    .collect()
}

function pairs(ctx: Context): RDD<[number, number]> {
  return ctx.range(0, 40, { partitions: 4 }).map((n) => [n, n * 10])
}

/** What is drawn of two halves that hold the same pairs. */
export function samplesBothHalves(ctx: Context): Promise<number[][]> {
  const half = ctx.range(0, 200, { partitions: 1 }).map((n) => ['k', n])
  return half
    .union(half)
    .sampleByKey(new Map([['k', 0.5]]), { seed: 5 })
    .mapPartitions((records) => [[...records].map(([, n]) => n)])
    .collect()
}

export function capturesThatChange(ctx: Context): Promise<number[]> {
  let shift = 1
  const spread = pairs(ctx).partitionBy(5, (n) => n + shift)
  shift = 3
  return spread.lookup(8)
}

export function zeroThatCannotTravel(ctx: Context): Promise<unknown> {
  return pairs(ctx)
    .aggregateByKey(
      new WeakMap<object, number>(),
      (seen) => seen,
      (seen) => seen,
    )
    .collect()
}

export function keyWithoutFraction(ctx: Context): Promise<unknown> {
  return pairs(ctx)
    .sampleByKey(new Map([[1, 1]]))
    .collect()
}

export function noPairs(ctx: Context): RDD<[string, number]> {
  return ctx.parallelize(['ab', 'c']) as RDD<never>
}

export function functionsAsKeys(ctx: Context): Promise<unknown> {
  return ctx
    .range(3)
    .map((n) => [() => n, n])
    .countByKey()
}

export function fractionTooGreat(ctx: Context): Promise<unknown> {
  return pairs(ctx)
    .sampleByKey(new Map([[1, 1.5]]))
    .collect()
}

export function negativeFraction(ctx: Context): Promise<unknown> {
  return pairs(ctx)
    .sampleByKeyExact(new Map([[1, -1]]), { withReplacement: true })
    .collect()
}

export function fractionNotANumber(ctx: Context): Promise<unknown> {
  return pairs(ctx)
    .sampleByKeyExact(new Map([[1, NaN]]))
    .collect()
}

export function seedOfHalf(ctx: Context): Promise<unknown> {
  return pairs(ctx).sampleByKey(new Map(), { seed: 0.5 }).collect()
}

export function tooAccurate(ctx: Context): Promise<unknown> {
  return pairs(ctx).countApproxDistinct(0.001)
}

export function accuracyOfNothing(ctx: Context): Promise<unknown> {
  return pairs(ctx).countApproxDistinctByKey(NaN).collect()
}

export function noPartitions(ctx: Context): Promise<unknown> {
  return pairs(ctx).leftOuterJoin(pairs(ctx), 0).collect()
}

export function cogroupOfHalf(ctx: Context): Promise<unknown> {
  return pairs(ctx).cogroup(pairs(ctx), 2.5).collect()
}

export function sortedInNoPartitions(ctx: Context): Promise<unknown> {
  return pairs(ctx).repartitionAndSortWithinPartitions(0).collect()
}
