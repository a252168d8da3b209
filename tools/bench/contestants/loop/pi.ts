import { countHits, piAnswer, seeds } from '../../workloads/pi.ts'
import type { Problem } from '../../workloads/workload.ts'
import { measured, type Run } from '../serve.ts'

export function pi({ size, partitions }: Problem): Run {
  const samples = (size['samples'] ?? 0) / partitions
  return measured({
    job: () => seeds(partitions).reduce((sum, seed) => sum + countHits(seed, samples), 0),
    answer: (hits) => piAnswer(hits, size),
  })
}
