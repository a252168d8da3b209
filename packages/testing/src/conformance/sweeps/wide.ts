import type { Operations } from './facts.ts'

/** Operations that move records, whatever they are. */
export const wide: Operations = {
  distinct: {
    call: (rdd) => rdd.distinct(),
    ofNothing: [],
    into: (rdd, n) => rdd.distinct(n),
    compares: true,
  },
  repartition: { call: (rdd) => rdd.repartition(2), ofNothing: [], into: (rdd, n) => rdd.repartition(n) },
  groupBy: {
    call: (rdd) => rdd.groupBy(([key]) => key),
    ofNothing: [],
    into: (rdd, n) => rdd.groupBy(([key]) => key, n),
    compares: true,
  },
  sortBy: {
    call: (rdd) => rdd.sortBy(([key]) => key),
    ofNothing: [],
    into: (rdd, partitions) => rdd.sortBy(([key]) => key, { partitions }),
    compares: true,
  },
  intersection: {
    call: (rdd) => rdd.intersection(rdd),
    ofNothing: [],
    into: (rdd, n) => rdd.intersection(rdd, n),
    compares: true,
  },
  subtract: {
    call: (rdd) => rdd.subtract(rdd),
    ofNothing: [],
    into: (rdd, n) => rdd.subtract(rdd, n),
    compares: true,
  },
}
