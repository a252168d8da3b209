import type { Context, RDD } from '@atomic-ts/atomic'

/** Operations in any order over any records. What they give is in the test. */

type Pairs = RDD<[unknown, unknown]>
type Rows = readonly [unknown, unknown][]
export type Operation = keyof typeof operations

const operations = {
  map: (rdd: Pairs) => rdd.map(([key, value]): [unknown, unknown] => [key, { value, text: 'x' }]),
  filter: (rdd: Pairs) => rdd.filter(([key]) => typeof key !== 'boolean'),
  flatMap: (rdd: Pairs) =>
    rdd.flatMap(([key, value]): [unknown, unknown][] =>
      key === 'a'
        ? [
            [1, value],
            ['é', value],
          ]
        : key === null
          ? []
          : [[key, value]],
    ),
  mapValues: (rdd: Pairs) => rdd.mapValues((value): unknown => [value, 0.5]),
  keys: (rdd: Pairs) => rdd.keys().map((key): [unknown, unknown] => [key, key]),
  values: (rdd: Pairs) => rdd.values().map((value): [unknown, unknown] => [7, value]),
  union: (rdd: Pairs) => rdd.union(rdd.map(([key, value]): [unknown, unknown] => [key, { again: value }])),
  coalesce: (rdd: Pairs) => rdd.coalesce(2),
  repartition: (rdd: Pairs) => rdd.repartition(3),
  cache: (rdd: Pairs) => rdd.cache(),
  kept: (rdd: Pairs) => rdd.mapPartitions((records) => [...records]),
  sorted: (rdd: Pairs) => rdd.sortByKey({ partitions: 3 }),
  sortedDown: (rdd: Pairs) => rdd.sortByKey({ partitions: 2, ascending: false }),
  partitioned: (rdd: Pairs) => rdd.partitionBy(3),
}

/** What a chain of operations begins with. */
export interface Start {
  readonly rows: Rows
  readonly partitions: number
}

/** The records after some operations, and what aggregations and joins make of them. */
export async function chained(
  ctx: Context,
  { rows, partitions }: Start,
  names: readonly Operation[],
): Promise<{
  records: [unknown, unknown][]
  counted: number
  grouped: [unknown, unknown[]][]
  reduced: [unknown, unknown[]][]
  mutated: [unknown, unknown[]][]
  joined: [unknown, [unknown, unknown]][]
  outer: [unknown, [unknown, unknown]][]
  missing: [unknown, unknown][]
}> {
  let rdd: Pairs = ctx.parallelize(rows, partitions)
  for (const name of names) rdd = operations[name](rdd)
  const few = ctx.parallelize<[unknown, unknown]>(fewOf(rows), 2)
  return {
    records: await rdd.collect(),
    counted: await rdd.count(),
    grouped: await rdd
      .groupByKey(3)
      .mapValues((all) => [...all])
      .collect(),
    reduced: await rdd
      .mapValues((value) => [value])
      .reduceByKey(append, 3)
      .collect(),
    mutated: await rdd.combineByKey((value) => [value], push, append).collect(),
    joined: await rdd.join(few).collect(),
    outer: await rdd.leftOuterJoin(few, 3).collect(),
    missing: await rdd.subtractByKey(few).collect(),
  }
}

/** Some of the keys, each once: the other side of the joins. */
export function fewOf(rows: Rows): [unknown, unknown][] {
  const first = rows[0]
  return first
    ? [
        [first[0], 'here'],
        [false, 'nowhere'],
      ]
    : []
}

function push(all: unknown[], value: unknown): unknown[] {
  all.push(value)
  return all
}

function append(all: unknown[], others: unknown[]): unknown[] {
  for (const other of others) all.push(other)
  return all
}
