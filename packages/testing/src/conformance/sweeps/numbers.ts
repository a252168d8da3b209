import type { Operations } from './facts.ts'

const hour = 3_600_000
const exact = (mean: number): unknown => ({ mean, confidence: 1, low: mean, high: mean })

/** Actions on numbers. */
export const numbers: Operations = {
  sum: { call: (rdd) => rdd.values().sum(), ofNothing: 0 },
  mean: { call: (rdd) => rdd.values().mean(), ofNothing: Number.NaN },
  variance: { call: (rdd) => rdd.values().variance(), ofNothing: Number.NaN },
  popVariance: { call: (rdd) => rdd.values().popVariance(), ofNothing: Number.NaN },
  sampleVariance: { call: (rdd) => rdd.values().sampleVariance(), ofNothing: Number.NaN },
  stdev: { call: (rdd) => rdd.values().stdev(), ofNothing: Number.NaN },
  popStdev: { call: (rdd) => rdd.values().popStdev(), ofNothing: Number.NaN },
  sampleStdev: { call: (rdd) => rdd.values().sampleStdev(), ofNothing: Number.NaN },
  stats: {
    async call(rdd) {
      const { count, sum, max, min } = await rdd.values().stats()
      return { count, sum, max, min }
    },
    ofNothing: { count: 0, sum: 0, max: -Infinity, min: Infinity },
  },
  histogram: {
    call: (rdd) => rdd.values().histogram(2),
    ofNothing: 'ATOMIC2004',
    refuses: (rdd) =>
      [0, -1, 1.5, Number.NaN, [], [1], [1, 1], [2, 1], [0, Number.NaN]].map(
        (buckets) => () => rdd.values().histogram(buckets),
      ),
  },
  sumApprox: {
    call: async (rdd) => (await rdd.values().sumApprox(hour)).finalValue,
    ofNothing: exact(0),
    refuses: (rdd) => [() => rdd.values().sumApprox(-1), () => rdd.values().sumApprox(1, 2)],
  },
  meanApprox: {
    call: async (rdd) => (await rdd.values().meanApprox(hour)).finalValue,
    ofNothing: exact(Number.NaN),
    refuses: (rdd) => [() => rdd.values().meanApprox(-1), () => rdd.values().meanApprox(1, 2)],
  },
}
