import { ignore, left } from './tasks.ts'
import type { Operations } from './facts.ts'

const badCounts = [-1, 0.5, Number.NaN, Infinity]
const hour = 3_600_000
const exact = (mean: number): unknown => ({ mean, confidence: 1, low: mean, high: mean })

/** Actions on records of every kind. */
export const actions: Operations = {
  collect: { call: (rdd) => rdd.collect(), ofNothing: [] },
  collectColumnar: { call: async (rdd) => (await rdd.collectColumnar()).slice(), ofNothing: [] },
  count: { call: (rdd) => rdd.count(), ofNothing: 0 },
  isEmpty: { call: (rdd) => rdd.isEmpty(), ofNothing: true },
  first: { call: (rdd) => rdd.first(), ofNothing: 'ATOMIC2004' },
  take: {
    call: (rdd) => rdd.take(2),
    ofNothing: [],
    refuses: (rdd) => badCounts.map((n) => () => rdd.take(n)),
    short: (rdd) => [() => rdd.take(0)],
  },
  takeSample: {
    call: (rdd) => rdd.takeSample(true, 2),
    ofNothing: [],
    refuses: (rdd) => [
      ...badCounts.map((n) => () => rdd.takeSample(false, n)),
      () => rdd.takeSample(false, 1, 0.5),
    ],
    short: (rdd) => [() => rdd.takeSample(false, 0)],
  },
  top: {
    call: (rdd) => rdd.top(2),
    ofNothing: [],
    refuses: (rdd) => badCounts.map((n) => () => rdd.top(n)),
    short: (rdd) => [() => rdd.top(0)],
    compares: true,
  },
  takeOrdered: {
    call: (rdd) => rdd.takeOrdered(2),
    ofNothing: [],
    refuses: (rdd) => badCounts.map((n) => () => rdd.takeOrdered(n)),
    short: (rdd) => [() => rdd.takeOrdered(0)],
    compares: true,
  },
  max: { call: (rdd) => rdd.max(), ofNothing: 'ATOMIC2004', compares: true },
  min: { call: (rdd) => rdd.min(), ofNothing: 'ATOMIC2004', compares: true },
  toLocalIterator: { call: (rdd) => rdd.toLocalIterator(), ofNothing: [] },
  reduce: { call: (rdd) => rdd.reduce((a) => a), ofNothing: 'ATOMIC2004' },
  reduceTask: { call: (rdd) => rdd.reduceTask(left), ofNothing: 'ATOMIC2004' },
  treeReduce: {
    call: (rdd) => rdd.treeReduce((a) => a),
    ofNothing: 'ATOMIC2004',
    refuses: (rdd) => [0, ...badCounts].map((depth) => () => rdd.treeReduce((a) => a, { depth })),
  },
  fold: { call: (rdd) => rdd.values().fold(0, (a, b) => a + b), ofNothing: 0 },
  foldTask: { call: (rdd) => rdd.values().foldTask(0, left), ofNothing: 0 },
  aggregate: {
    call: (rdd) =>
      rdd.aggregate(
        0,
        (n) => n + 1,
        (a, b) => a + b,
      ),
    ofNothing: 0,
  },
  treeAggregate: {
    call: (rdd) =>
      rdd.treeAggregate(
        0,
        (n) => n + 1,
        (a, b) => a + b,
      ),
    ofNothing: 0,
    refuses: (rdd) =>
      [0, ...badCounts].map(
        (depth) => () =>
          rdd.treeAggregate(
            0,
            (n) => n + 1,
            (a, b) => a + b,
            { depth },
          ),
      ),
  },
  countByValue: { call: (rdd) => rdd.countByValue(), ofNothing: [], compares: true },
  countApproxDistinct: {
    call: (rdd) => rdd.countApproxDistinct(),
    ofNothing: 0,
    refuses: (rdd) => [0, -1, 1, Number.NaN].map((sd) => () => rdd.countApproxDistinct(sd)),
    compares: true,
  },
  countApprox: {
    call: async (rdd) => (await rdd.countApprox(hour)).finalValue,
    ofNothing: exact(0),
    refuses: (rdd) => [
      ...[-1, Number.NaN].map((timeout) => () => rdd.countApprox(timeout)),
      ...[-0.1, 1.1, Number.NaN].map((confidence) => () => rdd.countApprox(1, confidence)),
    ],
  },
  countByValueApprox: {
    call: async (rdd) => (await rdd.countByValueApprox(hour)).finalValue,
    ofNothing: [],
    refuses: (rdd) => [() => rdd.countByValueApprox(-1), () => rdd.countByValueApprox(1, 2)],
    compares: true,
  },
  foreach: { call: (rdd) => rdd.foreach((record) => void record), ofNothing: undefined },
  foreachTask: { call: (rdd) => rdd.foreachTask(ignore), ofNothing: undefined },
  foreachPartition: {
    call: (rdd) => rdd.foreachPartition((records) => void records),
    ofNothing: undefined,
  },
  foreachPartitionTask: { call: (rdd) => rdd.foreachPartitionTask(ignore), ofNothing: undefined },
  runJob: {
    call: (rdd) => rdd.runJob((records) => [...records].length),
    ofNothing: (partitions: number) => Array.from({ length: partitions }, () => 0),
    refuses: (rdd) => [-1, 0.5, 99, Number.NaN].map((i) => () => rdd.runJob(() => 1, [i])),
    short: (rdd) => [() => rdd.runJob(() => 1, [])],
  },
  submitJob: {
    async call(rdd) {
      const sizes: number[] = []
      await rdd.submitJob((records) => [...records].length, {
        onResult: (_partition, size) => sizes.push(size),
      })
      return sizes
    },
    ofNothing: (partitions: number) => Array.from({ length: partitions }, () => 0),
    refuses: (rdd) => [-1, 0.5, 99].map((i) => () => rdd.submitJob(() => 1, { partitions: [i] })),
    short: (rdd) => [() => rdd.submitJob(() => 1, { partitions: [] })],
  },
  runApproximateJob: {
    async call(rdd) {
      let sum = 0
      const evaluator = {
        merge: (_partition: number, size: number) => void (sum += size),
        currentResult: () => sum,
      }
      return (await rdd.runApproximateJob((records) => [...records].length, evaluator, hour)).finalValue
    },
    ofNothing: 0,
    refuses: (rdd) =>
      [-1, Number.NaN].map(
        (timeout) => () =>
          rdd.runApproximateJob(() => 1, { merge: () => undefined, currentResult: () => 1 }, timeout),
      ),
  },
}
