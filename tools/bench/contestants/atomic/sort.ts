import type { Context } from '@atomic-ts/atomic'
import { endsOf, parseText } from '../../workloads/external-sort.ts'
import { itself, parsePair, runOf, sortAnswer } from '../../workloads/sort.ts'
import type { Problem } from '../../workloads/workload.ts'
import { readPairs } from '../read-lines.ts'
import { measured, type Run } from '../serve.ts'

export function sort(ctx: Context, { files, partitions, isColumnar }: Problem): Run {
  const pairs = readPairs(files['pairs'])
  return measured({
    job: () => {
      const sorted = ctx.parallelize(pairs, partitions).sortByKey()
      return isColumnar ? sorted.collectColumnar() : sorted.collect()
    },
    answer: (sorted) => sortAnswer([runOf(sorted, itself)]),
  })
}

export function sortLarge(ctx: Context, { files, partitions }: Problem): Run {
  return measured({
    job: () =>
      ctx
        .textFile(files['pairs'] ?? '', partitions)
        .map(parsePair)
        .sortByKey()
        .mapPartitions((sorted) => [runOf(sorted, itself)])
        .collect(),
    answer: sortAnswer,
  })
}

export function externalSort(ctx: Context, { files, partitions }: Problem): Run {
  return measured({
    job: () =>
      ctx
        .textFile(files['texts'] ?? '', partitions)
        .map(parseText)
        .sortByKey()
        .mapPartitions((sorted) => [runOf(sorted, endsOf)])
        .collect(),
    answer: sortAnswer,
  })
}
