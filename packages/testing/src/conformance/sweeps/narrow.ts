import { always, once, same } from './tasks.ts'
import type { Operations } from './facts.ts'

/** Operations that move no record. */
export const narrow: Operations = {
  map: { call: (rdd) => rdd.map(([key]) => key), ofNothing: [] },
  mapTask: { call: (rdd) => rdd.mapTask(same), ofNothing: [] },
  filter: { call: (rdd) => rdd.filter(([, n]) => n > 0), ofNothing: [] },
  filterTask: { call: (rdd) => rdd.filterTask(always), ofNothing: [] },
  flatMap: { call: (rdd) => rdd.flatMap(([key]) => [key, key]), ofNothing: [] },
  flatMapTask: { call: (rdd) => rdd.flatMapTask(once), ofNothing: [] },
  mapPartitions: { call: (rdd) => rdd.mapPartitions((records) => records), ofNothing: [] },
  mapPartitionsTask: { call: (rdd) => rdd.mapPartitionsTask(same), ofNothing: [] },
  mapPartitionsWithIndex: {
    call: (rdd) => rdd.mapPartitionsWithIndex((i, records) => [[i, [...records].length]]),
    ofNothing: (partitions: number) => Array.from({ length: partitions }, (_, i) => [i, 0]),
  },
  keyBy: { call: (rdd) => rdd.keyBy(([key]) => key), ofNothing: [] },
  keyByTask: { call: (rdd) => rdd.keyByTask(same), ofNothing: [] },
  glom: {
    call: (rdd) => rdd.glom(),
    ofNothing: (partitions: number) => Array.from({ length: partitions }, () => []),
  },
  union: { call: (rdd) => rdd.union(rdd), ofNothing: [] },
  zip: { call: (rdd) => rdd.zip(rdd), ofNothing: [], refuses: (rdd) => [() => rdd.zip(rdd.repartition(5))] },
  zipPartitions: {
    call: (rdd) => rdd.zipPartitions(rdd, (here) => here),
    ofNothing: [],
    refuses: (rdd) => [() => rdd.zipPartitions(rdd.repartition(5), (here) => here)],
  },
  zipWithIndex: { call: (rdd) => rdd.zipWithIndex(), ofNothing: [] },
  barrier: {
    // A barrier stage needs a slot for each of its tasks.
    call: (rdd) =>
      rdd
        .repartition(1)
        .barrier()
        .mapPartitions((records) => records),
    ofNothing: [],
  },
  zipWithUniqueId: { call: (rdd) => rdd.zipWithUniqueId(), ofNothing: [] },
  cartesian: { call: (rdd) => rdd.cartesian(rdd), ofNothing: [] },
  sample: {
    call: (rdd) => rdd.sample(true, 2),
    ofNothing: [],
    refuses: (rdd) => [
      ...[-1, 1.1, Number.NaN].map((fraction) => () => rdd.sample(false, fraction)),
      ...[-1, Infinity, Number.NaN].map((fraction) => () => rdd.sample(true, fraction)),
      () => rdd.sample(false, 0.5, 0.5),
    ],
  },
  randomSplit: {
    call: (rdd) => rdd.randomSplit([1, 2]),
    ofNothing: [[], []],
    refuses: (rdd) => [
      ...[[], [0], [-1, 2], [Number.NaN], [Infinity]].map((weights) => () => rdd.randomSplit(weights)),
      () => rdd.randomSplit([1], 0.5),
    ],
  },
  coalesce: { call: (rdd) => rdd.coalesce(2), ofNothing: [], into: (rdd, n) => rdd.coalesce(n) },
  prunePartitions: { call: (rdd) => rdd.prunePartitions((i) => i === 0), ofNothing: [] },
  limitPartitions: {
    call: (rdd) => rdd.limitPartitions(2),
    ofNothing: [],
    refuses: (rdd) => [-1, 0.5, Number.NaN, Infinity].map((n) => () => rdd.limitPartitions(n)),
  },
}
