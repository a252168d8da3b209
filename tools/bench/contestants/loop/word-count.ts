import { countsAnswer } from '../../workloads/word-count.ts'
import type { Problem } from '../../workloads/workload.ts'
import { readLines } from '../read-lines.ts'
import { measured, type Run } from '../serve.ts'

export function wordCount({ files }: Problem): Run {
  const lines = [...readLines(files['lines'])]
  return measured({ job: () => [...countWords(lines)], answer: countsAnswer })
}

export function wordCountLarge({ files }: Problem): Run {
  return measured({ job: () => countsAnswer(countWords(readLines(files['lines']))), answer: (sums) => sums })
}

function countWords(lines: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of lines) {
    for (const word of line.split(' ')) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return counts
}
