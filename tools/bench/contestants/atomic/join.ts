import type { Context } from '@atomic-ts/atomic'
import { addSums, joinAnswer, sumsOf } from '../../workloads/join.ts'
import { parsePair } from '../../workloads/sort.ts'
import type { Problem } from '../../workloads/workload.ts'
import { readPairs } from '../read-lines.ts'
import { measured, type Run } from '../serve.ts'

export function join(ctx: Context, { files, partitions, isColumnar }: Problem): Run {
  const [left, right] = [readPairs(files['left']), readPairs(files['right'])]
  return measured({
    job: () => {
      const joined = ctx.parallelize(left, partitions).join(ctx.parallelize(right, partitions))
      return isColumnar ? joined.collectColumnar() : joined.collect()
    },
    answer: (rows) => joinAnswer(sumsOf(rows)),
  })
}

export function joinLarge(ctx: Context, { files, partitions }: Problem): Run {
  return measured({
    job: () => {
      const left = ctx.textFile(files['left'] ?? '', partitions).map(parsePair)
      const right = ctx.textFile(files['right'] ?? '', partitions).map(parsePair)
      return left
        .join(right)
        .mapPartitions((rows) => [sumsOf(rows)])
        .reduce(addSums)
    },
    answer: joinAnswer,
  })
}
