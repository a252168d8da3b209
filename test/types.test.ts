import { RDD, type Context, type Group } from '@atomic-ts/atomic'
import { node, type JobRunner, type SourceNode } from '@atomic-ts/core/internal'
import { expectTypeOf } from 'expect-type'
import { expect, test } from 'vitest'

// The type checker is what these tests run on; here they only describe dataflows, and no job ever ends.

test('a pair in a lambda is a pair, with and without `as const`', () => {
  expectTypeOf(words.map((w) => [w, 1])).toEqualTypeOf<RDD<[string, number]>>()
  expectTypeOf(words.map((w) => [w, 1] as const)).toEqualTypeOf<RDD<readonly [string, 1]>>()
})

test('a pair in the records of parallelize() is a pair', () => {
  const sales = (ctx: Context) =>
    ctx.parallelize([
      ['tea', 2],
      ['milk', 1],
    ])
  const pages = (ctx: Context) => ctx.makeRDD([{ path: '/', tags: ['a'] }], 2)
  const typed = (ctx: Context) => ctx.parallelize<[string, number]>([], 3)
  const generic = <T>(ctx: Context, records: T[]): RDD<T> => ctx.parallelize(records)
  expectTypeOf(sales).returns.toEqualTypeOf<RDD<[string, number]>>()
  expectTypeOf(pages).returns.toEqualTypeOf<RDD<{ path: string; tags: string[] }>>()
  expectTypeOf(typed).returns.toEqualTypeOf<RDD<[string, number]>>()
  expectTypeOf(generic<bigint>).returns.toEqualTypeOf<RDD<bigint>>()
  expectTypeOf((ctx: Context) => ctx.parallelize([1, 2, 3])).returns.toEqualTypeOf<RDD<number>>()
  expectTypeOf((ctx: Context) => ctx.parallelize('abc')).returns.toEqualTypeOf<RDD<string>>()
})

test('reduceByKey() takes both forms of a pair, and its values are no longer literals', () => {
  const counts = words.map((w) => [w, 1]).reduceByKey((a, b) => a + b)
  const constants = words.map((w) => [w, 1] as const).reduceByKey((a, b) => a + b)
  expectTypeOf(counts).toEqualTypeOf<RDD<[string, number]>>()
  expectTypeOf(constants).toEqualTypeOf<RDD<[string, number]>>()
  expectTypeOf(words.map((w) => [w, true] as const).reduceByKey((a, b) => a && b)).toEqualTypeOf<
    RDD<[string, boolean]>
  >()
})

test('values that are merged are no longer literals; brands stay, and so do the types of generic programs', () => {
  const darts = words.map((w) => (w === '' ? 0 : 1))
  expectTypeOf(darts.reduce((a, b) => a + b)).toEqualTypeOf<Promise<number>>()
  expectTypeOf(darts.fold(0, (a, b) => a + b)).toEqualTypeOf<Promise<number>>()
  const ids = words.map((w) => w as string & { readonly brand: 'id' })
  expectTypeOf(ids.reduce((a, b) => (a < b ? a : b))).toEqualTypeOf<
    Promise<string & { readonly brand: 'id' }>
  >()
  const generic = <K, V>(of: RDD<[K, V]>, f: (a: V, b: V) => V): RDD<[K, V]> => of.reduceByKey(f)
  expectTypeOf(generic(pairs, Math.max)).toEqualTypeOf<RDD<[string, number]>>()
  const best = <T>(of: RDD<T>, f: (a: T, b: T) => T): Promise<T> => of.reduce(f)
  expectTypeOf(best(words, (a) => a)).toEqualTypeOf<Promise<string>>()
})

test('values that are tuples are merged into tuples', () => {
  const sums = pairs.mapValues((n) => [n, 1]).reduceByKey(([a, b], [c, d]) => [a + c, b + d])
  expectTypeOf(sums).toEqualTypeOf<RDD<[string, [number, number]]>>()
  const lists = words.map((w) => [w, [w]]).reduceByKey((a, b) => [...a, ...b])
  expectTypeOf(lists).toEqualTypeOf<RDD<[string, string[]]>>()
})

test('a word count infers from the first line to the last', () => {
  const top = words
    .flatMap((line) => line.split(' '))
    .filter((word) => word.length > 3)
    .map((word) => [word, 1] as const)
    .reduceByKey((a, b) => a + b)
    .top(10, ([, n]) => n)
  expectTypeOf(top).toEqualTypeOf<Promise<[string, number][]>>()
})

test('objects, arrays, nulls and single values are as the lambda gives them', () => {
  expectTypeOf(words.map((name) => ({ name, tags: [name] }))).toEqualTypeOf<
    RDD<{ name: string; tags: string[] }>
  >()
  expectTypeOf(words.map((w) => w.length)).toEqualTypeOf<RDD<number>>()
  expectTypeOf(words.map((w) => w.split(' '))).toEqualTypeOf<RDD<string[]>>()
  expectTypeOf(words.map((w) => (w === '' ? null : w))).toEqualTypeOf<RDD<string | null>>()
  expectTypeOf(words.map((w) => /a/.exec(w)?.[0])).toEqualTypeOf<RDD<string | undefined>>()
  expectTypeOf(words.map((w) => [w, w.length, true])).toEqualTypeOf<RDD<[string, number, boolean]>>()
})

test('flatMap() and mapPartitions() give the elements of any iterable', () => {
  expectTypeOf(words.flatMap((w) => [[w, 1]])).toEqualTypeOf<RDD<[string, number]>>()
  expectTypeOf(words.flatMap((w) => new Set([w.length]))).toEqualTypeOf<RDD<number>>()
  const numbered = words.mapPartitions(function* (all) {
    let n = 0
    for (const word of all) yield [word, n++] as const
  })
  expectTypeOf(numbered).toEqualTypeOf<RDD<readonly [string, number]>>()
})

test('filter() keeps the type, and a type guard narrows it', () => {
  const maybe = words.map((w) => (w === '' ? null : w))
  expectTypeOf(words.filter((w) => w.length > 3)).toEqualTypeOf<RDD<string>>()
  expectTypeOf(maybe.filter((w): w is string => w !== null)).toEqualTypeOf<RDD<string>>()
  expectTypeOf(pairs.filter(([, n]) => n > 1)).toEqualTypeOf<RDD<[string, number]>>()
})

test('union() of different types holds either', () => {
  expectTypeOf(words.union(words)).toEqualTypeOf<RDD<string>>()
  expectTypeOf(words.union(pairs)).toEqualTypeOf<RDD<string | [string, number]>>()
})

test('operations by key know the key and the value', () => {
  expectTypeOf(words.keyBy((w) => w.length)).toEqualTypeOf<RDD<[number, string]>>()
  expectTypeOf(words.keyBy((w) => [w, 1])).toEqualTypeOf<RDD<[[string, number], string]>>()
  expectTypeOf(pairs.mapValues((n) => n > 1)).toEqualTypeOf<RDD<[string, boolean]>>()
  expectTypeOf(pairs.mapValues((n) => [n, n])).toEqualTypeOf<RDD<[string, [number, number]]>>()
  expectTypeOf(pairs.groupByKey()).toEqualTypeOf<RDD<[string, Group<number>]>>()
  expectTypeOf(pairs.sortByKey({ ascending: false })).toEqualTypeOf<RDD<[string, number]>>()
  expectTypeOf(pairs.partitionBy(3, (key) => key.length)).toEqualTypeOf<RDD<[string, number]>>()
  expectTypeOf(pairs.distinct()).toEqualTypeOf<RDD<[string, number]>>()
})

test('a group is iterable again and again, and knows its size', () => {
  const means = pairs.groupByKey().mapValues((ns) => [...ns].reduce((a, b) => a + b, 0) / ns.length)
  expectTypeOf(means).toEqualTypeOf<RDD<[string, number]>>()
})

test('join() pairs both values under the key', () => {
  const lengths = words.keyBy((w) => w)
  expectTypeOf(pairs.join(lengths)).toEqualTypeOf<RDD<[string, [number, string]]>>()
  expectTypeOf(pairs.join(words.map((w) => [w, true] as const))).toEqualTypeOf<
    RDD<[string, [number, true]]>
  >()
})

test('actions give promises of plain values', () => {
  expectTypeOf(pairs.collect()).toEqualTypeOf<Promise<[string, number][]>>()
  expectTypeOf(pairs.first()).toEqualTypeOf<Promise<[string, number]>>()
  expectTypeOf(words.count()).toEqualTypeOf<Promise<number>>()
  expectTypeOf(words.takeOrdered(3, (w) => w.length)).toEqualTypeOf<Promise<string[]>>()
  expectTypeOf(words.reduce((a, b) => a + b)).toEqualTypeOf<Promise<string>>()
  expectTypeOf(words.map((w) => w.length).fold(0, (a, b) => a + b)).toEqualTypeOf<Promise<number>>()
  expectTypeOf(words.foreach((w) => void w)).toEqualTypeOf<Promise<void>>()
  expectTypeOf(words.cache()).toEqualTypeOf<RDD<string>>()
  expectTypeOf(words.persist().unpersist().checkpoint().localCheckpoint()).toEqualTypeOf<RDD<string>>()
  expectTypeOf(words.unpersist({ blocking: true })).toEqualTypeOf<Promise<RDD<string>>>()
  // @ts-expect-error: a level is no text
  expect(() => words.persist('MEMORY_ONLY')).toThrow('ATOMIC2002')
})

test('aggregate() takes the type of its zero, also that of a number, a tuple or null', () => {
  const length = words.aggregate(
    0,
    (sum, w) => sum + w.length,
    (a, b) => a + b,
  )
  const mean = words.aggregate(
    [0, 0],
    ([sum, n], w) => [sum + w.length, n + 1],
    (a, b) => [a[0] + b[0], a[1] + b[1]],
  )
  const last = words.aggregate(
    null as string | null,
    (_acc, w) => w,
    (a, b) => b ?? a,
  )
  expectTypeOf(length).toEqualTypeOf<Promise<number>>()
  expectTypeOf(mean).toEqualTypeOf<Promise<[number, number]>>()
  expectTypeOf(last).toEqualTypeOf<Promise<string | null>>()
})

test('operations by key refuse records that are not pairs', () => {
  // @ts-expect-error: a string is no pair
  words.reduceByKey((a: number, b: number) => a + b)
  // @ts-expect-error: a string is no pair
  words.mapValues((n: number) => n)
  // @ts-expect-error: three elements are no pair
  words.map((w) => [w, 1, 2]).groupByKey()
  // @ts-expect-error: an object is no pair
  words.map((w) => ({ w })).sortByKey()
})

test('filter() refuses functions that give no boolean', () => {
  // @ts-expect-error: a promise is always truthy
  words.filter((w) => Promise.resolve(w.length > 3))
  // @ts-expect-error: a number is no boolean
  words.filter((w) => w.length)
})

test('functions that do not fit the records are refused', () => {
  // @ts-expect-error: words have no such method
  words.map((w) => w.toFixed())
  // @ts-expect-error: the result of reduce has the type of the records
  void words.reduce((a, b) => a.length + b.length)
  // @ts-expect-error: the values are numbers
  pairs.reduceByKey((a, b) => `${a}${b}`)
  // @ts-expect-error: the zero of fold has the type of the records
  void words.fold(0, (a, b) => a + b)
  // @ts-expect-error: a number is not iterable
  words.mapPartitions((all) => [...all].length)
  const pulled = () =>
    // @ts-expect-error: what an async generator gives cannot be pulled without waiting
    words.mapPartitions(async function* (all) {
      yield* all
    })
  expect(pulled).toThrow(/is async/)
  // @ts-expect-error: a number is not iterable
  words.flatMap((w) => w.length)
})

test('join() refuses keys of another type', () => {
  // @ts-expect-error: strings on this side, numbers on the other
  pairs.join(words.keyBy((w) => w.length))
})

const runner: JobRunner = {
  defaultParallelism: 1,
  checkRunning: () => undefined,
  link: () => ({ id: '' }),
  run: () => new Promise(() => undefined),
  collect: () => new Promise(() => undefined),
  collectColumnar: () => new Promise(() => undefined),
  save: () => new Promise(() => undefined),
  encode: () => new Uint8Array(),
  decode: () => undefined,
  storage: {
    persist: () => undefined,
    unpersist: () => Promise.resolve(),
    levelOf: () => undefined,
    checkpoint: () => undefined,
    checkpointOf: () => undefined,
  },
}

const words = rdd<string>()
const pairs = rdd<[string, number]>()

function rdd<T>(): RDD<T> {
  const source = { kind: 'parallelize', splits: [] } as const
  const parts = { kind: 'source', op: 'parallelize', at: '', partitions: 1, source } as const
  return new RDD<T>(runner, node<SourceNode>(parts))
}
