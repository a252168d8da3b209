import type { Context } from '@atomic-ts/atomic'
import { damping, linksOf, ranksAnswer } from '../../workloads/page-rank.ts'
import type { Problem } from '../../workloads/workload.ts'
import { measured, type Run } from '../serve.ts'

export async function pageRank(ctx: Context, { size, partitions }: Problem): Promise<Run> {
  const { pages = 0, iterations = 0 } = size
  const links = ctx
    .range(0, pages, { partitions })
    .map((page) => [page, linksOf(page, pages)])
    .partitionBy(partitions)
    .cache()
  await links.count()
  return measured({
    job: () => {
      let ranks = links.mapValues(() => 1)
      for (let i = 0; i < iterations; i++) {
        ranks = links
          .join(ranks)
          .flatMap(([, [targets, rank]]) => targets.map((target) => [target, rank / targets.length]))
          .reduceByKey((a, b) => a + b)
          .mapValues((sum) => 1 - damping + damping * sum)
      }
      return ranks.collect()
    },
    answer: ranksAnswer,
  })
}
