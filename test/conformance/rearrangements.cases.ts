import { sameKey } from '@atomic-ts/testing'
import type { Case } from './run-cases.ts'

/** Programs over small integers. */
export const numberCases: readonly Case<number>[] = [
  {
    name: 'mapPartitionsWithIndex',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .filter((x) => x !== 0)
        .mapPartitionsWithIndex(function* (index, records) {
          for (const record of records) yield [index, record]
        })
        .collect(),
    expected: (input, n) =>
      cut(input, n).flatMap((part, i) => part.filter((x) => x !== 0).map((x) => [i, x])),
  },
  {
    name: 'mapPartitionsWithIndex of a union, of its part, and after coalesce',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      const indexed = rdd.mapPartitionsWithIndex((index, records) => [[index, [...records].length]])
      const plain = rdd.map((x): [number, number] => [x, x])
      return Promise.all([
        indexed.union(indexed).collect(),
        plain
          .union(plain)
          .mapPartitionsWithIndex((index, records) => [[index, [...records].length]])
          .collect(),
        plain.union(indexed).coalesce(2).collect(),
      ])
    },
    expected(input, n) {
      const parts = cut(input, n)
      const sizes = parts.map((part, i) => [i, part.length])
      return [
        [...sizes, ...sizes],
        [...parts, ...parts].map((part, i) => [i, part.length]),
        [...input.map((x) => [x, x]), ...sizes],
      ]
    },
  },
  {
    name: 'glom',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).glom().collect(),
    expected: (input, n) => cut(input, n),
  },
  {
    name: 'glom of a range',
    order: 'ordered',
    run: (ctx, input, n) => ctx.range(0, input.length, { partitions: n }).glom().collect(),
    expected: (input, n) =>
      cut(
        input.map((_, i) => i),
        n,
      ),
  },
  {
    name: 'zip of mapped RDDs, with a cached side',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).map((x) => x + 1)
      rdd.cache()
      await rdd.count()
      return rdd
        .zip(rdd.map((x) => `${x}`))
        .zip(rdd)
        .collect()
    },
    expected: (input) => input.map((x) => [[x + 1, `${x + 1}`], x + 1]),
  },
  {
    name: 'zip of unions',
    order: 'ordered',
    run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      const left = rdd.union(rdd.map((x) => -x))
      const right = rdd.map((x) => x * 2).union(rdd.map((x) => x * 3))
      return left.zip(right).collect()
    },
    expected: (input) => [...input.map((x) => [x, x * 2]), ...input.map((x) => [-x, x * 3])],
  },
  {
    name: 'zipPartitions of two, three and four',
    order: 'ordered',
    run(ctx, input, n) {
      const a = ctx.parallelize(input, n)
      const b = a.filter((x) => x > 0)
      const c = a.flatMap((x) => [x, x])
      const d = ctx.range(0, input.length, { partitions: n })
      return Promise.all([
        a.zipPartitions(b, (as, bs) => [[[...as], [...bs]]]).collect(),
        a
          .zipPartitions(b, c, function* (as, bs, cs) {
            yield [...as].length
            yield [...bs].length
            yield [...cs].length
          })
          .collect(),
        a.zipPartitions(b, c, d, (...all) => all.map((each) => [...each].length)).collect(),
      ])
    },
    expected(input, n) {
      const parts = cut(input, n)
      const above = parts.map((part) => part.filter((x) => x > 0))
      return [
        parts.map((part, i) => [part, above[i]]),
        parts.flatMap((part, i) => [part.length, above[i]?.length, part.length * 2]),
        parts.flatMap((part, i) => [part.length, above[i]?.length, part.length * 2, part.length]),
      ]
    },
  },
  {
    name: 'zipWithIndex after a filter, a move and a sort',
    order: 'ordered',
    run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      return Promise.all([
        rdd
          .filter((x) => x > 0)
          .zipWithIndex()
          .collect(),
        rdd
          .union(rdd)
          .zipWithIndex()
          .mapPartitions((records) => [...records])
          .collect(),
        rdd
          .sortBy((x) => x)
          .zipWithIndex()
          .sortBy(([, i]) => i, { ascending: false })
          .collect(),
      ])
    },
    expected: (input) => [
      input.filter((x) => x > 0).map((x, i) => [x, i]),
      [...input, ...input].map((x, i) => [x, i]),
      input
        .toSorted((a, b) => a - b)
        .map((x, i) => [x, i])
        .toReversed(),
    ],
  },
  {
    name: 'zipWithUniqueId',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).zipWithUniqueId().collect(),
    expected: (input, n) => cut(input, n).flatMap((part, k) => part.map((x, i) => [x, i * n + k])),
  },
  {
    name: 'cartesian, with cached sides and a union',
    order: 'any',
    async run(ctx, input, n) {
      const left = ctx.parallelize(input, n).cache()
      const right = ctx
        .parallelize(['a', 'b'], 2)
        .union(ctx.parallelize(['c'], 1))
        .cache()
      await Promise.all([left.count(), right.count()])
      return left.cartesian(right).collect()
    },
    expected: (input) => input.flatMap((x) => ['a', 'b', 'c'].map((letter) => [x, letter])),
  },
  {
    name: 'cartesian with itself, in order of the partitions',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).cartesian(ctx.parallelize(input, n)).glom().collect(),
    expected(input, n) {
      const parts = cut(input, n)
      return parts.flatMap((left) => parts.map((right) => left.flatMap((x) => right.map((y) => [x, y]))))
    },
  },
  {
    name: 'coalesce makes runs of partitions, and no more than there are',
    order: 'ordered',
    run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).map((x) => x + 1)
      return Promise.all([rdd.coalesce(2).glom().collect(), rdd.coalesce(99).glom().collect()])
    },
    expected(input, n) {
      const parts = cut(
        input.map((x) => x + 1),
        n,
      )
      const half = Math.floor(n / 2)
      const halves = n === 1 ? parts : [parts.slice(0, half).flat(), parts.slice(half).flat()]
      return [halves, parts]
    },
  },
  {
    name: 'coalesce of a cached union',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      const all = rdd
        .map((x) => x + 1)
        .union(rdd)
        .cache()
      await all.count()
      return all.coalesce(3).collect()
    },
    expected: (input) => [...input.map((x) => x + 1), ...input],
  },
  {
    name: 'repartition, and coalesce with a shuffle',
    order: 'any',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      const moved = await rdd.repartition(5).collect()
      return [...moved, ...(await rdd.coalesce(9, { shuffle: true }).collect())]
    },
    expected: (input) => [...input, ...input],
  },
  {
    name: 'repartition by a function of the record',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .repartition(3, (x) => x)
        .glom()
        .collect(),
    expected: (input) => [0, 1, 2].map((k) => input.filter((x) => ((x % 3) + 3) % 3 === k)),
  },
  {
    name: 'union of RDDs that are spread alike joins without a move',
    order: 'any',
    async run(ctx, input, n) {
      const pairs = ctx.parallelize(input, n).map((x) => [x % 3, x])
      const left = pairs.partitionBy(4)
      const all = left.union(pairs.mapValues((x) => -x).partitionBy(4))
      const sums = all.reduceByKey((a, b) => a + b)
      return [...(await all.collect()), ...(await sums.collect()), all.getNumPartitions(), all.partitioner]
    },
    expected(input) {
      const pairs = input.map((x) => [x % 3, x])
      const keys = distinct(pairs.map(([key]) => key))
      return [
        ...pairs,
        ...pairs.map(([key, x]) => [key, -Number(x)]),
        ...keys.map((key) => [key, 0]),
        4,
        { kind: 'hash', partitions: 4 },
      ]
    },
  },
  {
    name: 'groupBy',
    order: 'any',
    run: async (ctx, input, n) => {
      const groups = await ctx
        .parallelize(input, n)
        .groupBy((x) => x % 3)
        .collect()
      return groups.map(([key, group]) => [key, [...group]])
    },
    expected: (input) =>
      distinct(input.map((x) => x % 3)).map((key) => [key, input.filter((x) => sameKey(x % 3, key))]),
  },
  {
    name: 'sortBy, ascending and descending, is stable',
    order: 'ordered',
    run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).zipWithIndex()
      return Promise.all([
        rdd.sortBy(([x]) => [Math.abs(x) % 4, 'a']).collect(),
        rdd.sortBy(([x]) => x, { ascending: false, partitions: 3 }).collect(),
      ])
    },
    expected(input) {
      const rows = input.map((x, i): [number, number] => [x, i])
      return [
        rows.toSorted(([a], [b]) => (Math.abs(a) % 4) - (Math.abs(b) % 4)),
        rows.toSorted(([a], [b]) => b - a),
      ]
    },
  },
  {
    name: 'limitPartitions',
    order: 'ordered',
    run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      return Promise.all([
        rdd.limitPartitions(2).collect(),
        rdd
          .flatMap((x) => [x, x, x])
          .limitPartitions(4)
          .mapPartitions((records) => records)
          .collect(),
        rdd.limitPartitions(0).count(),
        ctx.range(0, input.length, { partitions: n }).limitPartitions(1).collect(),
      ])
    },
    expected: (input, n) => [
      cut(input, n).flatMap((part) => part.slice(0, 2)),
      cut(input, n).flatMap((part) => part.flatMap((x) => [x, x, x]).slice(0, 4)),
      0,
      cut(
        input.map((_, i) => i),
        n,
      ).flatMap((part) => part.slice(0, 1)),
    ],
  },
  {
    name: 'prunePartitions',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .prunePartitions((i) => i % 2 === 1)
        .collect(),
    expected: (input, n) => cut(input, n).flatMap((part, i) => (i % 2 === 1 ? part : [])),
  },
  {
    name: 'randomSplit puts each record in one of the parts, and the same again for the same seed',
    order: 'any',
    async run(ctx, input, n) {
      const parts = ctx.parallelize(input, n).randomSplit([1, 0, 3, 2.5], 5)
      const again = ctx.parallelize(input, n).randomSplit([1, 0, 3, 2.5], 5)
      const [first, none, ...rest] = await Promise.all(parts.map((part) => part.collect()))
      const repeated = await Promise.all(again.map((part) => part.collect()))
      const isSame = JSON.stringify([first, none, ...rest]) === JSON.stringify(repeated)
      return [...(first ?? []), ...rest.flat(), none, isSame]
    },
    expected: (input) => [...input, [], true],
  },
  {
    name: 'sample of everything and of nothing',
    order: 'ordered',
    run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      return Promise.all([
        rdd.sample(false, 1).collect(),
        rdd.sample(false, 0).collect(),
        rdd.sample(true, 0).collect(),
      ])
    },
    expected: (input) => [input, [], []],
  },
  {
    name: 'union of a context, and an empty RDD',
    order: 'ordered',
    run(ctx, input, n) {
      const rdd = ctx.makeRDD(input, n)
      return Promise.all([
        ctx.union([rdd, ctx.emptyRDD(), rdd.map((x) => `${x}`)]).collect(),
        ctx.union([]).count(),
      ])
    },
    expected: (input) => [[...input, ...input.map((x) => `${x}`)], 0],
  },
]

/** Programs over pairs with keys and values of every kind. */
export const pairCases: readonly Case<[unknown, unknown]>[] = [
  {
    name: 'intersection by value',
    order: 'any',
    run(ctx, input, n) {
      const keys = ctx.parallelize(input, n).keys()
      return keys.intersection(ctx.parallelize(input.slice(3), 2).keys()).collect()
    },
    expected: (input) => distinct(input.slice(3).map(([key]) => key)),
  },
  {
    name: 'intersection of pairs',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .intersection(ctx.parallelize(input.slice(0, 9), 3), 4)
        .collect(),
    expected: (input) => distinct(input.slice(0, 9)),
  },
  {
    name: 'subtract keeps duplicates',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .keys()
        .subtract(ctx.parallelize(input.slice(0, 4), 3).keys(), 2)
        .collect(),
    expected(input) {
      const gone = input.slice(0, 4).map(([key]) => key)
      return input.map(([key]) => key).filter((key) => !gone.some((other) => sameKey(key, other)))
    },
  },
  {
    name: 'zip, glom, cartesian and repartition of values of every kind',
    order: 'any',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      const one = ctx.parallelize([null], 1)
      return [
        ...(await rdd.zip(rdd.values()).collect()),
        ...(await rdd.glom().collect()).flat(),
        ...(await rdd.cartesian(one).collect()),
        ...(await rdd.repartition(3).collect()),
      ]
    },
    expected: (input) => [
      ...input.map((pair) => [pair, pair[1]]),
      ...input,
      ...input.map((pair) => [pair, null]),
      ...input,
    ],
  },
  {
    name: 'groupBy keys of every kind',
    order: 'any',
    async run(ctx, input, n) {
      const groups = await ctx
        .parallelize(input, n)
        .groupBy(([key]) => key)
        .collect()
      return groups.map(([key, group]) => [key, group.length])
    },
    expected: (input) =>
      distinct(input.map(([key]) => key)).map((key) => [
        key,
        input.filter(([other]) => sameKey(other, key)).length,
      ]),
  },
]

/** The slices that `parallelize` makes: their sizes differ by one at most. */
function cut<T>(rows: readonly T[], n: number): T[][] {
  return Array.from({ length: n }, (_, i) =>
    rows.slice(Math.floor((i * rows.length) / n), Math.floor(((i + 1) * rows.length) / n)),
  )
}

function distinct<T>(rows: readonly T[]): T[] {
  return rows.filter((row, i) => rows.findIndex((other) => sameKey(row, other)) === i)
}
