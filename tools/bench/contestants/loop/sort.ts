import { itself, runOf, sortAnswer } from '../../workloads/sort.ts'
import type { Problem } from '../../workloads/workload.ts'
import { readPairs } from '../read-lines.ts'
import { measured, type Run } from '../serve.ts'

export function sort({ files }: Problem): Run {
  const pairs = readPairs(files['pairs'])
  return measured({
    job: () => pairs.toSorted(([a], [b]) => a - b),
    answer: (sorted) => sortAnswer([runOf(sorted, itself)]),
  })
}

export function sortLarge({ files }: Problem): Run {
  return measured({
    job: () =>
      runOf(
        readPairs(files['pairs']).toSorted(([a], [b]) => a - b),
        itself,
      ),
    answer: (run) => sortAnswer([run]),
  })
}
