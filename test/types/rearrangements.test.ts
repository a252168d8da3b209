import type { Context, Group, RDD } from '@atomic-ts/atomic'
import { expectTypeOf } from 'expect-type'
import { test } from 'vitest'

// The type checker is what this test runs on; here the calls are only written down, and nothing runs them.

declare const ctx: Context
declare const pairs: RDD<[string, number]>
declare const flags: RDD<boolean>
declare const words: RDD<string>

const describes = (_calls: () => void): void => undefined

test('operations on whole partitions', () => {
  describes(() => {
    expectTypeOf(words.glom()).toEqualTypeOf<RDD<string[]>>()
    expectTypeOf(words.mapPartitionsWithIndex((i, all) => [[i, [...all].length]])).toEqualTypeOf<
      RDD<[number, number]>
    >()
    const numbered = words.mapPartitionsWithIndex(function* (index, all) {
      for (const word of all) yield [word, index] as const
    })
    expectTypeOf(numbered).toEqualTypeOf<RDD<readonly [string, number]>>()
    expectTypeOf(numbered.keys()).toEqualTypeOf<RDD<string>>()
    expectTypeOf(words.limitPartitions(1)).toEqualTypeOf<RDD<string>>()
    expectTypeOf(words.prunePartitions((i) => i > 0)).toEqualTypeOf<RDD<string>>()
    expectTypeOf(words.coalesce(2, { coalescer: (parents, n) => [[parents - 1, n]] })).toEqualTypeOf<
      RDD<string>
    >()
    // @ts-expect-error: groups are arrays of partitions
    words.coalesce(2, { coalescer: (parents) => [parents] })
  })
})

test('operations on several RDDs', () => {
  describes(() => {
    expectTypeOf(words.zip(pairs)).toEqualTypeOf<RDD<[string, [string, number]]>>()
    expectTypeOf(words.cartesian(flags)).toEqualTypeOf<RDD<[string, boolean]>>()
    expectTypeOf(words.zip(words).reduceByKey((a, b) => a + b)).toEqualTypeOf<RDD<[string, string]>>()
    const two = words.zipPartitions(flags, (a, b) => {
      expectTypeOf(a).toEqualTypeOf<Iterable<string>>()
      expectTypeOf(b).toEqualTypeOf<Iterable<boolean>>()
      return [[[...a].length, 'x']]
    })
    expectTypeOf(two).toEqualTypeOf<RDD<[number, string]>>()
    const four = words.zipPartitions(flags, pairs, words, (a, b, c, d) => {
      expectTypeOf(c).toEqualTypeOf<Iterable<[string, number]>>()
      return [a, b, d].map((each) => [...each].length)
    })
    expectTypeOf(four).toEqualTypeOf<RDD<number>>()
    expectTypeOf(words.intersection(words)).toEqualTypeOf<RDD<string>>()
    expectTypeOf(pairs.subtract(pairs)).toEqualTypeOf<RDD<[string, number]>>()
  })
})

test('numbers, samples and orders', () => {
  describes(() => {
    expectTypeOf(words.zipWithIndex()).toEqualTypeOf<RDD<[string, number]>>()
    expectTypeOf(words.zipWithUniqueId()).toEqualTypeOf<RDD<[string, number]>>()
    expectTypeOf(words.sample(false, 0.1)).toEqualTypeOf<RDD<string>>()
    const [training, check] = words.randomSplit([0.8, 0.2])
    expectTypeOf(training).toEqualTypeOf<RDD<string>>()
    expectTypeOf(check).toEqualTypeOf<RDD<string>>()
    const weights: number[] = [1, 2]
    expectTypeOf(words.randomSplit(weights)).toEqualTypeOf<RDD<string>[]>()
    expectTypeOf(words.groupBy((w) => [w.length, w[0]])).toEqualTypeOf<
      RDD<[[number, string | undefined], Group<string>]>
    >()
    expectTypeOf(pairs.sortBy(([word, n]) => [n, word])).toEqualTypeOf<RDD<[string, number]>>()
  })
})

test('sources of a context', () => {
  describes(() => {
    expectTypeOf(ctx.makeRDD([1, 2])).toEqualTypeOf<RDD<number>>()
    expectTypeOf(ctx.emptyRDD<string>()).toEqualTypeOf<RDD<string>>()
    expectTypeOf(ctx.union([words, words])).toEqualTypeOf<RDD<string>>()
    expectTypeOf(ctx.union([words, flags, ctx.emptyRDD()])).toEqualTypeOf<RDD<string | boolean>>()
  })
})

test('what does not fit is refused', () => {
  describes(() => {
    // @ts-expect-error: strings and booleans have no records in common
    words.intersection(flags)
    // @ts-expect-error: strings and booleans have no records in common
    words.subtract(flags)
    // @ts-expect-error: a number is not iterable
    words.mapPartitionsWithIndex((i) => i)
    // @ts-expect-error: two RDDs, one iterable too many
    words.zipPartitions(flags, (a: Iterable<string>, b: Iterable<boolean>, c: Iterable<string>) => [a, b, c])
    // @ts-expect-error: a partition is a number
    words.repartition(2, (word) => word)
    // @ts-expect-error: weights are numbers
    words.randomSplit(['a'])
    // @ts-expect-error: there are two parts
    void words.randomSplit([1, 2])[2].count()
  })
})
