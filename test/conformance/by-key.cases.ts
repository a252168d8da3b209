import { distinct, groupByKey, join, reduceByKey, sameKey } from '@atomic-ts/testing'
import type { Case } from './run-cases.ts'

type Pair = readonly [unknown, unknown]

/** The number of records that a key has, as a value that can be added. */
const counted = (input: readonly Pair[]): [unknown, number][] =>
  groupByKey(input).map(([key, all]) => [key, all.length])

const has = (side: readonly Pair[], key: unknown): boolean => side.some(([other]) => sameKey(other, key))

/** What only one side has, with `undefined` in the place of the other. */
const onlyLeft = (left: readonly Pair[], right: readonly Pair[]): unknown[] =>
  left.filter(([key]) => !has(right, key)).map(([key, v]) => [key, [v, undefined]])
const onlyRight = (left: readonly Pair[], right: readonly Pair[]): unknown[] =>
  right.filter(([key]) => !has(left, key)).map(([key, w]) => [key, [undefined, w]])

/** Every key of any side with its values in each. */
const cogroup = (...sides: readonly (readonly Pair[])[]): unknown[] =>
  distinct(sides.flat().map(([key]) => key)).map((key) => [
    key,
    sides.map((side) => side.filter(([other]) => sameKey(other, key)).map(([, value]) => value)),
  ])

/** A second side, some of whose keys the first has. */
const other = (input: readonly Pair[]): [unknown, string][] => [
  ...input.slice(0, 5).map(([key, value]): [unknown, string] => [key, typeof value]),
  ['only there', 'string'],
]

/** @task */
export function letters(value: unknown): string[] {
  return (typeof value).slice(0, 2).split('')
}

/** Pairs of one key that nine in ten records have, and of others. */
const skewed = (n: number): [string, number][] =>
  Array.from({ length: 10 * n }, (_, i) => [i % 10 === 0 ? `key ${i % 7}` : 'hot', i])

/** Programs over pairs with keys and values of every kind. */
export const pairCases: readonly Case<[unknown, unknown]>[] = [
  {
    name: 'keys',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).keys().collect(),
    expected: (input) => input.map(([key]) => key),
  },
  {
    name: 'values',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).values().collect(),
    expected: (input) => input.map(([, value]) => value),
  },
  {
    name: 'flatMapValues',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .flatMapValues((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
        .collect(),
    expected: (input) =>
      input.flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((one) => [key, one])),
  },
  {
    name: 'flatMapValuesTask keeps the partitioner',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .partitionBy(3)
        .flatMapValuesTask(letters)
        .mapValues(() => 1)
        .reduceByKey((a, b) => a + b)
        .collect(),
    expected: (input) => counted(input.flatMap(([key, value]) => letters(value).map((l) => [key, l]))),
  },
  {
    name: 'foldByKey with a zero that is not neutral: once a key and a partition',
    order: 'any',
    run: (ctx, input) =>
      ctx
        .parallelize(input, 1)
        .mapValues(() => 1)
        .foldByKey(10, (a, b) => a + b, 3)
        .collect(),
    expected: (input) => counted(input).map(([key, count]) => [key, count + 10]),
  },
  {
    name: 'foldByKey into an array that the function changes: each key has its own',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .mapValues((value): unknown[] => [value])
        .foldByKey([], (all, some) => {
          all.push(...some)
          return all
        })
        .collect(),
    expected: (input) => groupByKey(input),
  },
  {
    name: 'aggregateByKey gives another type than the values have',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .aggregateByKey(
          { count: 0, types: '' },
          ({ count, types }, value) => ({ count: count + 1, types: types + (typeof value)[0] }),
          (a, b) => ({ count: a.count + b.count, types: a.types + b.types }),
          2,
        )
        .collect(),
    expected: (input) =>
      groupByKey(input).map(([key, all]) => [
        key,
        { count: all.length, types: all.map((value) => (typeof value)[0]).join('') },
      ]),
  },
  {
    name: 'combineByKey where combiners are no values',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .combineByKey(
          (value) => ({ all: [value] }),
          ({ all }, value) => ({ all: [...all, value] }),
          (a, b) => ({ all: [...a.all, ...b.all] }),
        )
        .collect(),
    expected: (input) => groupByKey(input).map(([key, all]) => [key, { all }]),
  },
  {
    name: 'combineByKey where nothing has to move',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .partitionBy(3)
        .combineByKey(
          (value) => ({ all: [value] }),
          ({ all }, value) => ({ all: [...all, value] }),
          (a, b) => ({ all: [...a.all, ...b.all] }),
        )
        .collect(),
    expected: (input) => groupByKey(input).map(([key, all]) => [key, { all }]),
  },
  {
    name: 'aggregations where nothing has to move',
    order: 'any',
    async run(ctx, input, n) {
      const spread = ctx.parallelize(input, n).partitionBy(3)
      const counts = await spread.countByKey()
      const folded = spread.aggregateByKey(
        '',
        (text, value) => text + (typeof value)[0],
        (a, b) => a + b,
      )
      return [...counts, ...(await folded.collect())]
    },
    expected: (input) => [
      ...counted(input),
      ...groupByKey(input).map(([key, all]) => [key, all.map((value) => (typeof value)[0]).join('')]),
    ],
  },
  {
    name: 'countByKey finds keys by value',
    order: 'ordered',
    async run(ctx, input, n) {
      const counts = await ctx.parallelize(input, n).countByKey()
      return input.map(([key]) => counts.get(structuredClone(key)))
    },
    expected: (input) => input.map(([key]) => input.filter(([k]) => sameKey(k, key)).length),
  },
  {
    name: 'reduceByKeyLocally',
    order: 'any',
    async run(ctx, input, n) {
      const pairs = ctx.parallelize(input, n).mapValues((value) => (typeof value).slice(0, 1))
      return [...(await pairs.reduceByKeyLocally((a, b) => a + b))]
    },
    expected: (input) =>
      reduceByKey(
        input.map(([key, value]) => [key, (typeof value).slice(0, 1)] as const),
        (a, b) => a + b,
      ),
  },
  {
    name: 'collectAsMap keeps the last value of each key',
    order: 'any',
    run: async (ctx, input, n) => [...(await ctx.parallelize(input, n).collectAsMap())],
    expected: (input) => groupByKey(input).map(([key, all]) => [key, all.at(-1)]),
  },
  {
    name: 'lookup, with and without a partitioner',
    order: 'ordered',
    async run(ctx, input, n) {
      const [key] = input[0] ?? ['none']
      const pairs = ctx.parallelize(input, n)
      const ways = [
        pairs,
        pairs.partitionBy(4),
        pairs.partitionBy(3, (k) => String(k).length),
        pairs.sortByKey({ partitions: 3 }),
        pairs.sortByKey({ partitions: 3, ascending: false }),
      ]
      return Promise.all(ways.map((rdd) => rdd.lookup(key)))
    },
    expected: (input) =>
      Array.from({ length: 5 }, () =>
        input.filter(([key]) => sameKey(key, input[0]?.[0])).map(([, value]) => value),
      ),
  },
  {
    name: 'leftOuterJoin',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .leftOuterJoin(ctx.parallelize(other(input), 2))
        .collect(),
    expected: (input) => [...join(input, other(input)), ...onlyLeft(input, other(input))],
  },
  {
    name: 'rightOuterJoin',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .rightOuterJoin(ctx.parallelize(other(input), 2), 3)
        .collect(),
    expected: (input) => [...join(input, other(input)), ...onlyRight(input, other(input))],
  },
  {
    name: 'fullOuterJoin',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .partitionBy(3)
        .fullOuterJoin(ctx.parallelize(other(input), 2))
        .collect(),
    expected: (input) => [
      ...join(input, other(input)),
      ...onlyLeft(input, other(input)),
      ...onlyRight(input, other(input)),
    ],
  },
  {
    name: 'cogroup of two',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .cogroup(ctx.parallelize(other(input), 2))
        .collect(),
    expected: (input) => cogroup(input, other(input)),
  },
  {
    name: 'cogroup of three, of which one is spread already',
    order: 'any',
    run(ctx, input, n) {
      const pairs = ctx.parallelize(input, n)
      return pairs.cogroup(ctx.parallelize(other(input), 2).partitionBy(4), pairs, 4).collect()
    },
    expected: (input) => cogroup(input, other(input), input),
  },
  {
    name: 'groupWith of four',
    order: 'any',
    run(ctx, input, n) {
      const pairs = ctx.parallelize(input, n)
      const there = ctx.parallelize(other(input), 2)
      return pairs.groupWith(there, pairs, there).collect()
    },
    expected: (input) => cogroup(input, other(input), input, other(input)),
  },
  {
    name: 'subtractByKey',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .subtractByKey(ctx.parallelize(other(input), 2))
        .collect(),
    expected: (input) => input.filter(([key]) => !has(other(input), key)),
  },
  {
    name: 'subtractByKey of sides that are spread alike',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .partitionBy(3)
        .subtractByKey(ctx.parallelize(other(input), 2).partitionBy(3))
        .collect(),
    expected: (input) => input.filter(([key]) => !has(other(input), key)),
  },
  {
    name: 'join of sides that are spread by range and by a function',
    order: 'any',
    run(ctx, input, n) {
      const pairs = ctx.parallelize(input, n)
      const there = ctx.parallelize(other(input), 2)
      return pairs
        .sortByKey({ partitions: 3 })
        .join(there)
        .partitionBy(3, (key) => String(key).length)
        .mapValues(([, type]) => type)
        .join(there)
        .collect()
    },
    expected: (input) =>
      join(
        join(input, other(input)).map(([key, [, type]]) => [key, type] as const),
        other(input),
      ),
  },
  {
    name: 'sortByKey by a function of the key',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(
          input.map(([key], i) => [key, i] as const),
          n,
        )
        .sortByKey({ by: (key) => typeof key, ascending: false, partitions: 3 })
        .collect(),
    expected: (input) =>
      input
        .map(([key], i) => [key, i] as const)
        .toSorted(([a], [b]) => (typeof a < typeof b ? 1 : typeof a > typeof b ? -1 : 0)),
  },
  {
    name: 'sortByKey by a function, then an operation by key',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .sortByKey({ by: (key) => String(key).length, partitions: 3 })
        .groupByKey()
        .mapValues((group) => group.length)
        .collect(),
    expected: (input) => counted(input),
  },
  {
    name: 'repartitionAndSortWithinPartitions by a function',
    order: 'ordered',
    async run(ctx, input, n) {
      const pairs = ctx.parallelize(
        input.map(([key], i) => [String(key), i] as const),
        n,
      )
      return pairs
        .repartitionAndSortWithinPartitions(2, (key) => key.length, { ascending: false })
        .mapPartitions((records) => [[...records].map(([key, i]): [string, number] => [key, i])])
        .collect()
    },
    expected: (input) =>
      [0, 1].map((partition) =>
        input
          .map(([key], i): [string, number] => [String(key), i])
          .filter(([key]) => key.length % 2 === partition)
          .toSorted(([a], [b]) => (a < b ? 1 : a > b ? -1 : 0)),
      ),
  },
  {
    name: 'filterByRange, sorted and not',
    order: 'ordered',
    async run(ctx, input, n) {
      const pairs = ctx.parallelize(
        input.map(([key], i) => [String(key), i] as const),
        n,
      )
      const sorted = pairs.sortByKey({ partitions: 4, ascending: false }).mapValues((i) => i)
      return [
        await pairs.filterByRange('1', 'a').collect(),
        await sorted.filterByRange('1', 'a').collect(),
        await sorted.filterByRange('a', '1').count(),
      ]
    },
    expected(input) {
      const within = input
        .map(([key], i): [string, number] => [String(key), i])
        .filter(([key]) => key >= '1' && key <= 'a')
      return [within, within.toSorted(([a], [b]) => (a < b ? 1 : a > b ? -1 : 0)), 0]
    },
  },
  {
    name: 'sampleByKey of all or nothing keeps the order and the partitioner',
    order: 'ordered',
    async run(ctx, input, n) {
      const [key] = input[0] ?? ['none']
      const pairs = ctx.parallelize(input, n)
      const fractions = new Map(input.map(([k]) => [k, String(k) === String(key) ? 1 : 0]))
      const spread = pairs.partitionBy(3).sampleByKey(fractions)
      return [
        await pairs.sampleByKey(fractions).collect(),
        await spread.groupByKey().count(),
        spread.getNumPartitions(),
      ]
    },
    expected(input) {
      const wanted = input.filter(([key]) => String(key) === String(input[0]?.[0]))
      return [wanted, groupByKey(wanted).length, 3]
    },
  },
  {
    name: 'sampleByKeyExact draws so many of each key, each once and in order',
    order: 'any',
    run(ctx, input, n) {
      const pairs = ctx.parallelize(
        input.map(([key], i) => [key, i] as const),
        n,
      )
      return pairs
        .sampleByKeyExact(new Map(input.map(([key]) => [key, 0.3])), { seed: n })
        .groupByKey()
        .mapValues((drawn) => {
          const all = [...drawn]
          return [all.length, all.every((i, at) => at === 0 || i > (all[at - 1] ?? i))]
        })
        .collect()
    },
    expected: (input) => counted(input).map(([key, count]) => [key, [Math.ceil((3 * count) / 10), true]]),
  },
  {
    name: 'countApproxDistinctByKey is within one of few values',
    order: 'any',
    run(ctx, input, n) {
      const pairs = ctx.parallelize(input, n)
      const spread = pairs.partitionBy(3)
      const exact = pairs
        .distinct()
        .mapValues(() => 1)
        .reduceByKey((a, b) => a + b)
      return pairs
        .countApproxDistinctByKey(0.01)
        .cogroup(spread.countApproxDistinctByKey(0.01), exact)
        .mapValues(([here, there, [count = 0]]) => [...here, ...there].map((x) => Math.abs(x - count) <= 1))
        .collect()
    },
    expected: (input) => groupByKey(input).map(([key]) => [key, [true, true]]),
  },
]

/** Programs over small integers. */
export const numberCases: readonly Case<number>[] = [
  {
    name: 'a key that nine in ten records have',
    order: 'any',
    async run(ctx, input, n) {
      const pairs = ctx.parallelize(skewed(input.length), n)
      const counts = await pairs.countByKey()
      const joined = await pairs
        .mapValues(() => 1)
        .foldByKey(0, (a, b) => a + b)
        .join(pairs)
        .count()
      return [...counts, joined, await pairs.lookup('hot')]
    },
    expected(input) {
      const pairs = skewed(input.length)
      const hot = pairs.filter(([key]) => key === 'hot').map(([, i]) => i)
      return [...counted(pairs), pairs.length, hot]
    },
  },
  {
    name: 'sampleByKey draws the same in every job, also of a union',
    order: 'ordered',
    async run(ctx, input, n) {
      const pairs = ctx.parallelize(skewed(input.length), n)
      const both = pairs.union(pairs.mapValues((i) => -i))
      const fractions = new Map(skewed(7).map(([key]) => [key, 0.5] as const))
      const sample = both.sampleByKey(fractions, { seed: 11 })
      const again = both.sampleByKey(fractions, { seed: 11 })
      const first = JSON.stringify(await sample.collect())
      const later = await pairs.union(again).collect()
      return [
        JSON.stringify(later.slice(10 * input.length)) === first,
        JSON.stringify(await again.collect()) === first,
      ]
    },
    expected: () => [true, true],
  },
  {
    name: 'sampleByKeyExact with replacement draws so many of the values that there are',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(skewed(input.length), n)
        .sampleByKeyExact(new Map(skewed(7).map(([key]) => [key, 2.5])), { withReplacement: true })
        .aggregateByKey(
          { n: 0, known: true },
          (seen, i) => ({ n: seen.n + 1, known: seen.known && Number.isInteger(i) }),
          (a, b) => ({ n: a.n + b.n, known: a.known && b.known }),
        )
        .collect(),
    expected: (input) =>
      counted(skewed(input.length)).map(([key, n]) => [key, { n: Math.ceil(2.5 * n), known: true }]),
  },
  {
    name: 'countApproxDistinct is within one of few records',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      const [about, exact] = [await rdd.countApproxDistinct(0.01), await rdd.distinct().count()]
      return Math.abs(about - exact) <= 1
    },
    expected: () => true,
  },
]
