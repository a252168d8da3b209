import type { Context } from '@atomic-ts/atomic'
import { countHits, piAnswer, seeds } from '../../workloads/pi.ts'
import type { Problem } from '../../workloads/workload.ts'
import { measured, type Run } from '../serve.ts'

export function pi(ctx: Context, { size, partitions }: Problem): Run {
  const samples = (size['samples'] ?? 0) / partitions
  return measured({
    job: () =>
      ctx
        .parallelize(seeds(partitions), partitions)
        .map((seed) => countHits(seed, samples))
        .reduce((a, b) => a + b),
    answer: (hits) => piAnswer(hits, size),
  })
}
