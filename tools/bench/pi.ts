import { dart } from '../../examples/pi.ts'
import type { Bench } from './compare.ts'

const darts = 200_000_000

/** 200 million darts in 12 partitions: nothing but computing. */
export const pi: Bench = {
  name: 'pi',
  loop() {
    let hits = 0
    for (let seed = 0; seed < darts; seed++) hits += dart(seed)
    return hits
  },
  job: (ctx) =>
    ctx
      .range(0, darts, { partitions: 12 })
      .map(dart)
      .reduce((a, b) => a + b),
}
