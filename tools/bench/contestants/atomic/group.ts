import type { Context } from '@atomic-ts/atomic'
import { groupAnswer, summarise } from '../../workloads/group.ts'
import type { Problem } from '../../workloads/workload.ts'
import { readPairs } from '../read-lines.ts'
import { measured, type Run } from '../serve.ts'

export function group(ctx: Context, { files, partitions }: Problem): Run {
  const pairs = readPairs(files['pairs'])
  return measured({
    job: () =>
      ctx
        .parallelize(pairs, partitions)
        .groupByKey()
        .map(([key, values]) => summarise(key, values))
        .collect(),
    answer: groupAnswer,
  })
}
