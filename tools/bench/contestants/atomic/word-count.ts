import type { Context } from '@atomic-ts/atomic'
import { countsAnswer, numberOf } from '../../workloads/word-count.ts'
import type { Problem } from '../../workloads/workload.ts'
import { readLines } from '../read-lines.ts'
import { measured, type Run } from '../serve.ts'

export function wordCount(ctx: Context, { files, partitions }: Problem): Run {
  const lines = [...readLines(files['lines'])]
  return measured({
    job: () =>
      ctx
        .parallelize(lines, partitions)
        .flatMap((line) => line.split(' '))
        .map((word) => [word, 1])
        .reduceByKey((a, b) => a + b)
        .collect(),
    answer: countsAnswer,
  })
}

export function wordCountLarge(ctx: Context, { files, partitions }: Problem): Run {
  return measured({
    job: () =>
      ctx
        .textFile(files['lines'] ?? '', partitions)
        .flatMap((line) => line.split(' '))
        .map((word) => [word, 1])
        .reduceByKey((a, b) => a + b)
        .map(([word, n]) => [1, n, n * numberOf(word)])
        .reduce((a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]]),
    answer: ([distinct, total, checksum]) => ({ distinct, total, checksum }),
  })
}
