import { left, once, same } from './tasks.ts'
import type { Operations } from './facts.ts'

const fractions = new Map([['a', 1]])
const badFractions = [-0.1, 1.1, Number.NaN].map((fraction) => new Map([['a', fraction]]))

/** Operations on the pairs of one RDD. */
export const byKey: Operations = {
  keys: { call: (rdd) => rdd.keys(), ofNothing: [] },
  values: { call: (rdd) => rdd.values(), ofNothing: [] },
  mapValues: { call: (rdd) => rdd.mapValues((n) => n + 1), ofNothing: [] },
  mapValuesTask: { call: (rdd) => rdd.mapValuesTask(same), ofNothing: [] },
  flatMapValues: { call: (rdd) => rdd.flatMapValues((n) => [n, n]), ofNothing: [] },
  flatMapValuesTask: { call: (rdd) => rdd.flatMapValuesTask(once), ofNothing: [] },
  reduceByKey: {
    call: (rdd) => rdd.reduceByKey((a, b) => a + b),
    ofNothing: [],
    into: (rdd, n) => rdd.reduceByKey((a, b) => a + b, n),
    compares: true,
  },
  reduceByKeyTask: {
    call: (rdd) => rdd.reduceByKeyTask(left),
    ofNothing: [],
    into: (rdd, n) => rdd.reduceByKeyTask(left, n),
    compares: true,
  },
  foldByKey: {
    call: (rdd) => rdd.foldByKey(1, (a, b) => a + b),
    ofNothing: [],
    into: (rdd, n) => rdd.foldByKey(1, (a, b) => a + b, n),
    compares: true,
  },
  aggregateByKey: {
    call: (rdd) =>
      rdd.aggregateByKey(
        1,
        (a, b) => a + b,
        (a, b) => a + b,
      ),
    ofNothing: [],
    into: (rdd, n) =>
      rdd.aggregateByKey(
        1,
        (a, b) => a + b,
        (a, b) => a + b,
        n,
      ),
    compares: true,
  },
  combineByKey: {
    call: (rdd) =>
      rdd.combineByKey(
        (n) => n,
        (a, n) => a + n,
        (a, b) => a + b,
      ),
    ofNothing: [],
    into: (rdd, partitions) =>
      rdd.combineByKey(
        (n) => n,
        (a, n) => a + n,
        (a, b) => a + b,
        partitions,
      ),
    compares: true,
  },
  groupByKey: {
    call: (rdd) => rdd.groupByKey(),
    ofNothing: [],
    into: (rdd, n) => rdd.groupByKey(n),
    compares: true,
  },
  countApproxDistinctByKey: {
    call: (rdd) => rdd.countApproxDistinctByKey(),
    ofNothing: [],
    into: (rdd, n) => rdd.countApproxDistinctByKey(0.05, n),
    refuses: (rdd) => [0, -1, 1, Number.NaN].map((sd) => () => rdd.countApproxDistinctByKey(sd)),
    compares: true,
  },
  partitionBy: {
    call: (rdd) => rdd.partitionBy(2),
    ofNothing: [],
    into: (rdd, n) => rdd.partitionBy(n),
    compares: true,
  },
  sortByKey: {
    call: (rdd) => rdd.sortByKey(),
    ofNothing: [],
    into: (rdd, partitions) => rdd.sortByKey({ partitions }),
    compares: true,
  },
  repartitionAndSortWithinPartitions: {
    call: (rdd) => rdd.repartitionAndSortWithinPartitions(2),
    ofNothing: [],
    into: (rdd, n) => rdd.repartitionAndSortWithinPartitions(n),
    compares: true,
  },
  filterByRange: { call: (rdd) => rdd.filterByRange('a', 'b'), ofNothing: [], compares: true },
  sampleByKey: {
    call: (rdd) => rdd.sampleByKey(fractions),
    ofNothing: [],
    refuses: (rdd) => [
      ...badFractions.map((bad) => () => rdd.sampleByKey(bad)),
      () => rdd.sampleByKey(fractions, { seed: 0.5 }),
    ],
    compares: true,
  },
  sampleByKeyExact: {
    call: (rdd) => rdd.sampleByKeyExact(fractions),
    ofNothing: [],
    refuses: (rdd) => [
      ...badFractions.map((bad) => () => rdd.sampleByKeyExact(bad)),
      () => rdd.sampleByKeyExact(fractions, { seed: 0.5 }),
    ],
    compares: true,
  },
  countByKey: { call: (rdd) => rdd.countByKey(), ofNothing: [], compares: true },
  countByKeyApprox: {
    call: async (rdd) => (await rdd.countByKeyApprox(3_600_000)).finalValue,
    ofNothing: [],
    refuses: (rdd) => [() => rdd.countByKeyApprox(-1), () => rdd.countByKeyApprox(1, 2)],
    compares: true,
  },
  reduceByKeyLocally: {
    call: (rdd) => rdd.reduceByKeyLocally((a, b) => a + b),
    ofNothing: [],
    compares: true,
  },
  collectAsMap: { call: (rdd) => rdd.collectAsMap(), ofNothing: [], compares: true },
  lookup: { call: (rdd) => rdd.lookup('a'), ofNothing: [], compares: true },
}
