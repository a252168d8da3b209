import type { Context, RDD } from '@atomic-ts/atomic'

/** Programs that read partitions larger than the heap of a slot. Each gives how many records it found right. */

/** A thousand bytes that nothing else shares. */
function wide(i: number): number[] {
  return Array.from({ length: 120 }, (_, k) => i + k + 0.5)
}

function isRight(i: number, record: readonly number[]): boolean {
  return record.length === 120 && record[0] === i + 0.5 && record[119] === i + 119.5
}

function rows(ctx: Context, n: number, partitions = 1): RDD<[number, number[]]> {
  return ctx.range(0, n, { partitions }).map((i): [number, number[]] => [i, wide(i)])
}

function right(pairs: RDD<[number, number[]]>): Promise<number> {
  return pairs.filter(([i, record]) => isRight(i, record)).count()
}

/** A record that is a key as a whole: its text takes about as much as it does. */
interface Item {
  readonly id: number
  readonly name: string
  readonly tags: readonly string[]
  readonly at: Date
  readonly nested: { readonly a: number; readonly list: readonly number[] }
}

function items(ctx: Context, n: number): RDD<Item> {
  return ctx.range(0, n, { partitions: 1 }).map((i): Item => {
    const nested = { a: i % 1000, list: [i, i + 1, i + 2, i + 3] }
    const name = `record number ${i} ${'x'.repeat(80)}`
    return { id: i, name, tags: [`t${i % 100}`, `u${i % 7}`], at: new Date(1.6e12 + i), nested }
  })
}

export const programs = {
  'distinct of objects': (ctx: Context, n: number) =>
    items(ctx, 2 * n)
      .distinct()
      .count()
      .then((count) => count / 2),

  'subtract of objects': (ctx: Context, n: number) =>
    items(ctx, 2 * n)
      .subtract(items(ctx, n))
      .count(),

  zip: (ctx: Context, n: number) =>
    rows(ctx, n)
      .zip(ctx.range(0, n, { partitions: 1 }))
      .filter(([[i, record], j]) => i === j && isRight(i, record))
      .count(),

  'zip of sorted sides': (ctx: Context, n: number) => {
    const sorted = rows(ctx, n).sortByKey({ ascending: false, partitions: 1 })
    return right(sorted.zip(sorted.keys()).map(([pair, i]): [number, number[]] => [i, pair[1]]))
  },

  zipPartitions: (ctx: Context, n: number) =>
    right(
      rows(ctx, n).zipPartitions(ctx.range(0, n, { partitions: 1 }), function* (pairs, numbers) {
        const others = numbers[Symbol.iterator]()
        for (const [, record] of pairs) yield [others.next().value as number, record]
      }),
    ),

  'zipPartitions, one side twice': async (ctx: Context, n: number) => {
    const one = ctx.range(0, 1, { partitions: 1 })
    return right(
      rows(ctx, n / 2).zipPartitions(one, function* (pairs) {
        yield* pairs
        yield* pairs
      }),
    )
  },

  cartesian: (ctx: Context, n: number) =>
    right(
      ctx
        .range(0, 2, { partitions: 1 })
        .cartesian(rows(ctx, n / 2))
        .values(),
    ),

  'coalesce, then a function of partitions': (ctx: Context, n: number) =>
    right(
      rows(ctx, n, 4)
        .coalesce(1)
        .mapPartitions((pairs) => pairs),
    ),

  'coalesce of groups': (ctx: Context, n: number) =>
    right(
      rows(ctx, n, 4)
        .map(([i, record]): [number, [number, number[]]] => [i % 2, [i, record]])
        .groupByKey(4)
        .coalesce(1)
        .flatMap(([, pairs]) => pairs),
    ),

  'one record that becomes many': (ctx: Context, n: number) =>
    right(
      ctx
        .parallelize([n], 1)
        .flatMap(function* (many) {
          for (let i = 0; i < many; i++) yield [i, wide(i)] as [number, number[]]
        })
        .repartition(2),
    ),

  'one record that becomes many keys': (ctx: Context, n: number) =>
    ctx
      .parallelize([0, 1, 2, 3], 1)
      .flatMap(function* (k) {
        for (let i = k; i < n; i += 4) yield [`a key of its own: ${i}`, i] as [string, number]
      })
      .reduceByKey((a, b) => a + b, 4)
      .filter(([key, i]) => key.endsWith(` ${i}`))
      .count(),

  'outer join of a key with many values': (ctx: Context, n: number) => {
    const hot = rows(ctx, n / 2).map(([i, record]): [string, [number, number[]]] => ['hot', [i, record]])
    const two = ctx.parallelize(
      [
        ['hot', 'a'],
        ['hot', 'b'],
        ['cold', 'c'],
      ],
      1,
    )
    return hot
      .fullOuterJoin(two, 2)
      .filter(([, [pair, letter]]) => pair !== undefined && letter !== 'c' && isRight(...pair))
      .count()
  },

  'a second aggregation of a stage': (ctx: Context, n: number) =>
    right(
      rows(ctx, n, 2)
        .groupByKey(2)
        .flatMapValues((records) => records)
        .groupByKey()
        .flatMapValues((records) => records)
        .reduceByKey((record) => record),
    ),

  'an aggregation of what a join gives': (ctx: Context, n: number) =>
    right(
      rows(ctx, n, 2)
        .partitionBy(2)
        .join(
          ctx
            .range(0, n, { partitions: 2 })
            .map((i): [number, number] => [i, i])
            .partitionBy(2),
        )
        .mapValues(([record]) => record)
        .combineByKey(
          (record) => record,
          (record) => record,
          (record) => record,
        ),
    ),
}
