import type { Bench } from './compare.ts'

const count = 2_000_000

/** Sorts 2 million pairs by a number in no order; then looks at one in ten thousand, in order. */
export const sort: Bench = {
  name: 'sort',
  loop() {
    const pairs: [number, number][] = []
    for (let n = 0; n < count; n++) pairs.push(pair(n))
    return pairs.toSorted(([a], [b]) => a - b).filter(([, n]) => n % 10_000 === 0)
  },
  job: (ctx) =>
    ctx
      .range(count)
      .map(pair)
      .sortByKey()
      .filter(([, n]) => n % 10_000 === 0)
      .collect(),
}

function pair(n: number): [key: number, value: number] {
  return [Math.imul(n, 0x9e3779b1) >>> 0, n]
}
