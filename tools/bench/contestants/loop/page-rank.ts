import { damping, linksOf, ranksAnswer } from '../../workloads/page-rank.ts'
import type { Problem } from '../../workloads/workload.ts'
import { measured, type Run } from '../serve.ts'

export function pageRank({ size }: Problem): Run {
  const { pages = 0, iterations = 0 } = size
  const links = Array.from({ length: pages }, (_, page) => [page, linksOf(page, pages)] as const)
  return measured({
    job: () => {
      let ranks = new Map(links.map(([page]) => [page, 1]))
      for (let i = 0; i < iterations; i++) {
        const sums = new Map<number, number>()
        for (const [page, targets] of links) {
          const rank = ranks.get(page)
          if (rank === undefined) continue
          for (const target of targets) sums.set(target, (sums.get(target) ?? 0) + rank / targets.length)
        }
        ranks = new Map(Array.from(sums, ([page, sum]) => [page, 1 - damping + damping * sum]))
      }
      return [...ranks]
    },
    answer: ranksAnswer,
  })
}
