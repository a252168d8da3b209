import { distinct, groupByKey, join, reduceByKey } from '@atomic-ts/testing'
import type { Case } from './run-cases.ts'

/** @task */
export function double(n: number): number {
  return n * 2
}

/** @task */
export function isOdd(n: number): boolean {
  return n % 2 !== 0
}

/** @task */
export function twice(n: number): number[] {
  return [n, n]
}

/** @task */
export function add(a: number, b: number): number {
  return a + b
}

/** @task */
export function runningSums(records: Iterable<number>): number[] {
  let sum = 0
  return [...records].map((n) => (sum += n))
}

/** Programs over small integers. */
export const numberCases: readonly Case<number>[] = [
  {
    name: 'collect',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).collect(),
    expected: (input) => input,
  },
  {
    name: 'map with a captured value',
    order: 'ordered',
    run(ctx, input, n) {
      const offset = input.length
      return ctx
        .parallelize(input, n)
        .map((x) => x + offset)
        .collect()
    },
    expected: (input) => input.map((x) => x + input.length),
  },
  {
    name: 'mapTask, filterTask, flatMapTask',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx.parallelize(input, n).mapTask(double).flatMapTask(twice).map(double).filterTask(isOdd).collect(),
    expected: (input) => input.map(double).flatMap(twice).map(double).filter(isOdd),
  },
  {
    name: 'filter',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .filter((x) => x > 0)
        .collect(),
    expected: (input) => input.filter((x) => x > 0),
  },
  {
    name: 'flatMap with generators, empty and long results',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .flatMap(function* (x) {
          for (let i = 0; i < x; i++) yield [x, i]
        })
        .collect(),
    expected: (input) => input.flatMap((x) => Array.from({ length: Math.max(0, x) }, (_, i) => [x, i])),
  },
  {
    name: 'mapPartitions with a generator',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .map(double)
        .mapPartitions(function* (records) {
          for (const record of records) if (record > 0) yield record + 1
        })
        .collect(),
    expected: (input) =>
      input
        .map(double)
        .filter((x) => x > 0)
        .map((x) => x + 1),
  },
  {
    name: 'mapPartitionsTask sees whole partitions',
    order: 'ordered',
    run: (ctx, input) => ctx.parallelize(input, 1).mapPartitionsTask(runningSums).collect(),
    expected: (input) => runningSums(input),
  },
  {
    name: 'keyBy',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .keyBy((x) => x % 3)
        .collect(),
    expected: (input) => input.map((x) => [x % 3, x]),
  },
  {
    name: 'union',
    order: 'ordered',
    run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      return rdd
        .map((x) => x + 1)
        .union(
          rdd.filter((x) => x > 0),
          rdd,
        )
        .collect()
    },
    expected: (input) => [...input.map((x) => x + 1), ...input.filter((x) => x > 0), ...input],
  },
  {
    name: 'union, then a shuffle',
    order: 'any',
    run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).keyBy((x) => x % 2)
      return rdd.union(rdd).reduceByKey(add).collect()
    },
    expected: (input) =>
      reduceByKey(
        [...input, ...input].map((x) => [x % 2, x] as const),
        add,
      ),
  },
  {
    name: 'count',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).count(),
    expected: (input) => input.length,
  },
  {
    name: 'take',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .flatMap((x) => [x, x])
        .take(5),
    expected: (input) => input.flatMap((x) => [x, x]).slice(0, 5),
  },
  {
    name: 'take(0)',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).take(0),
    expected: () => [],
  },
  {
    name: 'first, of an RDD with a record at the end',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize([...input, 99], n)
        .filter((x) => x === 99)
        .first(),
    expected: () => 99,
  },
  {
    name: 'reduce',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize([1, ...input], n).reduce((a, b) => a + b),
    expected: (input) => [1, ...input].reduce(add),
  },
  {
    name: 'reduceTask keeps the order of the partitions',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(['', ...input.map(String)], n).reduce((a, b) => `${a},${b}`),
    expected: (input) => ['', ...input.map(String)].join(','),
  },
  {
    name: 'fold with a zero that is not neutral: once a partition and once more',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).fold(1, (a, b) => a + b),
    expected: (input, n) => input.reduce(add, 0) + n + 1,
  },
  {
    name: 'foldTask',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).foldTask(0, add),
    expected: (input) => input.reduce(add, 0),
  },
  {
    name: 'aggregate into an array that it changes',
    order: 'any',
    run: (ctx, input, n) =>
      ctx.parallelize(input, n).aggregate(
        [] as number[],
        (acc, x) => {
          acc.push(x)
          return acc
        },
        (a, b) => [...a, ...b],
      ),
    expected: (input) => input,
  },
  {
    name: 'top',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).top(4),
    expected: (input) => input.toSorted((a, b) => b - a).slice(0, 4),
  },
  {
    name: 'top by a key, ties in order',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).top(4, (x) => x % 2),
    expected: (input) => input.toSorted((a, b) => (b % 2) - (a % 2)).slice(0, 4),
  },
  {
    name: 'takeOrdered',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).takeOrdered(4),
    expected: (input) => input.toSorted((a, b) => a - b).slice(0, 4),
  },
  {
    name: 'range',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .range(-input.length, 2 * input.length, { step: 3, partitions: n })
        .map((x) => x)
        .collect(),
    expected: (input) => Array.from({ length: input.length }, (_, i) => -input.length + 3 * i),
  },
  {
    name: 'range, counting down, beyond 32 bits',
    order: 'ordered',
    run: (ctx, input, n) => ctx.range(2 ** 33 + input.length, 2 ** 33, { step: -1, partitions: n }).collect(),
    expected: (input) => Array.from({ length: input.length }, (_, i) => 2 ** 33 + input.length - i),
  },
  {
    name: 'cache: computed once, the same answer twice',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx
        .parallelize(input, n)
        .map(() => Math.random())
        .cache()
      const [a, b] = [await rdd.collect(), await rdd.map((x) => x).collect()]
      return a.length === input.length && a.every((x, i) => x === b[i])
    },
    expected: () => true,
  },
  {
    name: 'cache of a union',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n).map(() => Math.random())
      const both = rdd.union(rdd.map((x) => -x)).cache()
      const [a, b] = [await both.collect(), await both.collect()]
      return a.length === 2 * input.length && a.every((x, i) => x === b[i])
    },
    expected: () => true,
  },
]

/** Programs over pairs with keys and values of every kind. */
export const pairCases: readonly Case<[unknown, unknown]>[] = [
  {
    name: 'values of every kind arrive as they left',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).collect(),
    expected: (input) => input,
  },
  {
    name: 'mapValues',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .mapValues((value) => typeof value)
        .collect(),
    expected: (input) => input.map(([key, value]) => [key, typeof value]),
  },
  {
    name: 'reduceByKey',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .map(([key]) => [key, 1] as const)
        .reduceByKey((a, b) => a + b)
        .collect(),
    expected: (input) =>
      reduceByKey(
        input.map(([key]) => [key, 1] as const),
        add,
      ),
  },
  {
    name: 'groupByKey keeps the order of the values',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .groupByKey(3)
        .mapValues((group) => [...group])
        .collect(),
    expected: (input) => groupByKey(input),
  },
  {
    name: 'distinct',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .map(([key]) => key)
        .distinct(2)
        .collect(),
    expected: (input) => distinct(input.map(([key]) => key)),
  },
  {
    name: 'join',
    order: 'any',
    run(ctx, input, n) {
      const pairs = ctx.parallelize(input, n)
      return pairs.join(pairs.mapValues((value) => typeof value)).collect()
    },
    expected: (input) =>
      join(
        input,
        input.map(([key, value]) => [key, typeof value] as const),
      ),
  },
  {
    name: 'join where one side is spread already',
    order: 'any',
    run(ctx, input, n) {
      const pairs = ctx.parallelize(input, n)
      return pairs
        .partitionBy(n)
        .mapValues((value) => typeof value)
        .join(pairs)
        .collect()
    },
    expected: (input) =>
      join(
        input.map(([key, value]) => [key, typeof value] as const),
        input,
      ),
  },
  {
    name: 'partitionBy keeps every pair',
    order: 'any',
    run: (ctx, input, n) => ctx.parallelize(input, n).partitionBy(4).collect(),
    expected: (input) => input,
  },
  {
    name: 'partitionBy, then reduceByKey without another shuffle',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .map(([key]) => [key, 1])
        .partitionBy(3)
        .reduceByKey((a, b) => a + b)
        .collect(),
    expected: (input) =>
      reduceByKey(
        input.map(([key]) => [key, 1] as const),
        add,
      ),
  },
  {
    name: 'distinct, then operations by key',
    order: 'any',
    run(ctx, input, n) {
      const once = ctx
        .parallelize(input, n)
        .map(([key, value]) => [key, typeof value] as const)
        .distinct()
      return once
        .mapValues(() => 1)
        .reduceByKey((a, b) => a + b)
        .join(once)
        .collect()
    },
    expected(input) {
      const once = distinct(input.map(([key, value]) => [key, typeof value] as const))
      const counts = reduceByKey(
        once.map(([key]) => [key, 1] as const),
        add,
      )
      return join(counts, once)
    },
  },
  {
    name: 'join of cached sides, twice',
    order: 'any',
    async run(ctx, input, n) {
      const left = ctx.parallelize(input, n).partitionBy(3).cache()
      const right = ctx
        .parallelize(input, 2)
        .mapValues((value) => typeof value)
        .partitionBy(3)
        .cache()
      await left.count()
      const first = await left.join(right).collect()
      const second = await right.join(left).collect()
      return [first.length === second.length, ...first]
    },
    expected: (input) => [
      true,
      ...join(
        input,
        input.map(([key, value]) => [key, typeof value] as const),
      ),
    ],
  },
  {
    name: 'sortByKey',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .map(([, value]) => [typeof value === 'number' ? value : (typeof value).length, 0])
        .sortByKey({ partitions: n })
        .map(([key]) => key)
        .collect(),
    expected: (input) =>
      input
        .map(([, value]) => (typeof value === 'number' ? value : (typeof value).length))
        .toSorted((a, b) => (Number.isNaN(a) ? (Number.isNaN(b) ? 0 : 1) : Number.isNaN(b) ? -1 : a - b)),
  },
  {
    name: 'sortByKey, descending, equal keys in order',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(
          input.map(([, value], i) => [typeof value, i] as const),
          n,
        )
        .sortByKey({ ascending: false, partitions: 3 })
        .collect(),
    expected: (input) =>
      input
        .map(([, value], i) => [typeof value, i] as const)
        .toSorted(([a], [b]) => (a < b ? 1 : a > b ? -1 : 0)),
  },
]
