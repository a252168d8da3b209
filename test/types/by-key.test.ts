import type { Group, RDD } from '@atomic-ts/atomic'
import { expectTypeOf } from 'expect-type'
import { test } from 'vitest'

// The type checker is what this test runs on; here the calls are only written down, and nothing runs them.

declare const pairs: RDD<[string, number]>
declare const flags: RDD<readonly [string, boolean]>
declare const words: RDD<string>

const describes = (_calls: () => void): void => undefined

test('keys and values of pairs', () => {
  describes(() => {
    expectTypeOf(pairs.keys()).toEqualTypeOf<RDD<string>>()
    expectTypeOf(flags.values()).toEqualTypeOf<RDD<boolean>>()
    expectTypeOf(pairs.flatMapValues((n) => [n, `${n}`])).toEqualTypeOf<RDD<[string, string | number]>>()
    expectTypeOf(pairs.flatMapValues((n) => [[n, 'x']])).toEqualTypeOf<RDD<[string, [number, string]]>>()
    expectTypeOf(pairs.lookup('a')).toEqualTypeOf<Promise<number[]>>()
    expectTypeOf(pairs.collectAsMap()).toEqualTypeOf<Promise<Map<string, number>>>()
    expectTypeOf(pairs.countByKey()).toEqualTypeOf<Promise<Map<string, number>>>()
  })
})

test('aggregations by key infer from their zero, or from what they create', () => {
  describes(() => {
    const constants = words.map((w) => [w, 1] as const)
    expectTypeOf(constants.foldByKey(0, (a, b) => a + b)).toEqualTypeOf<RDD<[string, number]>>()
    expectTypeOf(constants.reduceByKeyLocally((a, b) => a + b)).toEqualTypeOf<Promise<Map<string, number>>>()
    const means = pairs.aggregateByKey(
      [0, 0],
      ([sum, n], x) => [sum + x, n + 1],
      (a, b) => [a[0] + b[0], a[1] + b[1]],
    )
    expectTypeOf(means).toEqualTypeOf<RDD<[string, [number, number]]>>()
    const texts = pairs.aggregateByKey(
      '',
      (text, n) => text + n,
      (a, b) => a + b,
    )
    expectTypeOf(texts).toEqualTypeOf<RDD<[string, string]>>()
    const lists = pairs.combineByKey(
      (n) => [`${n}`, 1],
      ([text, count], n) => [`${text}${n}`, count + 1],
      (a, b) => [a[0] + b[0], a[1] + b[1]],
    )
    expectTypeOf(lists).toEqualTypeOf<RDD<[string, [string, number]]>>()
    const grown = pairs.combineByKey(
      (n) => [n],
      (all, n) => [...all, n],
      (a, b) => a.concat(b),
    )
    expectTypeOf(grown).toEqualTypeOf<RDD<[string, number[]]>>()
    const counts = pairs.combineByKey(
      () => 1,
      (count) => count + 1,
      (a, b) => a + b,
    )
    expectTypeOf(counts).toEqualTypeOf<RDD<[string, number]>>()
    expectTypeOf(pairs.countApproxDistinctByKey(0.1, 3)).toEqualTypeOf<RDD<[string, number]>>()
  })
})

test('the side of an outer join that may be missing is undefined', () => {
  describes(() => {
    expectTypeOf(pairs.leftOuterJoin(flags)).toEqualTypeOf<RDD<[string, [number, boolean | undefined]]>>()
    expectTypeOf(pairs.rightOuterJoin(flags)).toEqualTypeOf<RDD<[string, [number | undefined, boolean]]>>()
    expectTypeOf(pairs.fullOuterJoin(flags)).toEqualTypeOf<
      RDD<[string, [number | undefined, boolean | undefined]]>
    >()
    expectTypeOf(pairs.leftOuterJoin(flags).mapValues(([n, flag = false]) => flag && n > 0)).toEqualTypeOf<
      RDD<[string, boolean]>
    >()
    expectTypeOf(pairs.subtractByKey(flags)).toEqualTypeOf<RDD<[string, number]>>()
  })
})

test('cogroup() has a group for each of two, three or four RDDs', () => {
  describes(() => {
    const names = words.keyBy((w) => w)
    expectTypeOf(pairs.cogroup(flags, 3)).toEqualTypeOf<RDD<[string, [Group<number>, Group<boolean>]]>>()
    expectTypeOf(pairs.cogroup(flags, names)).toEqualTypeOf<
      RDD<[string, [Group<number>, Group<boolean>, Group<string>]]>
    >()
    expectTypeOf(pairs.groupWith(flags, names, pairs)).toEqualTypeOf<
      RDD<[string, [Group<number>, Group<boolean>, Group<string>, Group<number>]]>
    >()
  })
})

test('ordered operations and samples keep the type', () => {
  describes(() => {
    expectTypeOf(pairs.sortByKey({ by: (key) => key.length })).toEqualTypeOf<RDD<[string, number]>>()
    expectTypeOf(pairs.filterByRange('a', 'b')).toEqualTypeOf<RDD<[string, number]>>()
    expectTypeOf(pairs.repartitionAndSortWithinPartitions(3, (key) => key.length)).toEqualTypeOf<
      RDD<[string, number]>
    >()
    expectTypeOf(pairs.sampleByKey(new Map([['a', 0.5]]), { seed: 1 })).toEqualTypeOf<RDD<[string, number]>>()
    expectTypeOf(pairs.sampleByKeyExact(new Map([['a', 0.5]]))).toEqualTypeOf<RDD<[string, number]>>()
    expectTypeOf(words.countApproxDistinct()).toEqualTypeOf<Promise<number>>()
  })
})

test('operations by key refuse what does not fit', () => {
  describes(() => {
    const byLength = words.keyBy((w) => w.length)
    // @ts-expect-error: a string is no pair
    words.keys()
    // @ts-expect-error: a string is no pair
    void words.countByKey()
    // @ts-expect-error: keys are strings
    void pairs.lookup(1)
    // @ts-expect-error: keys are strings
    pairs.filterByRange(1, 2)
    // @ts-expect-error: numbers on the other side
    pairs.leftOuterJoin(byLength)
    // @ts-expect-error: numbers on the other side
    pairs.cogroup(flags, byLength)
    // @ts-expect-error: the zero has the type of the values
    pairs.foldByKey('', (a, b) => a + b)
    // @ts-expect-error: a fraction is a number
    pairs.sampleByKey(new Map([['a', 'half']]))
    // @ts-expect-error: a number is not iterable
    pairs.flatMapValues((n) => n)
  })
})
