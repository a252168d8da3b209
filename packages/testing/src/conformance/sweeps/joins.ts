import type { Operations } from './facts.ts'

/** Operations on the pairs of several RDDs. */
export const joins: Operations = {
  join: {
    call: (rdd) => rdd.join(rdd),
    ofNothing: [],
    into: (rdd, n) => rdd.join(rdd, n),
    compares: true,
  },
  leftOuterJoin: {
    call: (rdd) => rdd.leftOuterJoin(rdd),
    ofNothing: [],
    into: (rdd, n) => rdd.leftOuterJoin(rdd, n),
    compares: true,
  },
  rightOuterJoin: {
    call: (rdd) => rdd.rightOuterJoin(rdd),
    ofNothing: [],
    into: (rdd, n) => rdd.rightOuterJoin(rdd, n),
    compares: true,
  },
  fullOuterJoin: {
    call: (rdd) => rdd.fullOuterJoin(rdd),
    ofNothing: [],
    into: (rdd, n) => rdd.fullOuterJoin(rdd, n),
    compares: true,
  },
  cogroup: {
    call: (rdd) => rdd.cogroup(rdd),
    ofNothing: [],
    into: (rdd, n) => rdd.cogroup(rdd, rdd, n),
    compares: true,
  },
  groupWith: { call: (rdd) => rdd.groupWith(rdd), ofNothing: [], compares: true },
  subtractByKey: {
    call: (rdd) => rdd.subtractByKey(rdd),
    ofNothing: [],
    into: (rdd, n) => rdd.subtractByKey(rdd, n),
    compares: true,
  },
}
