import type { Answer, Workload } from './workload.ts'

const linksEach = 8

/** PageRank's loop: the cached links join the ranks, and what they hand on is added up, again and again. */
export const pageRank: Workload = {
  name: 'page-rank',
  title: ({ pages = 0, iterations = 0 }) =>
    `PageRank: ${iterations} iterations, ${pages.toLocaleString('en')} pages of ${linksEach} links`,
  size: (scale) => ({ pages: Math.round(100_000 * scale), iterations: 5 }),
  write: () => ({}),
}

/** Where a page links to. Low numbers are linked to more often. */
export function linksOf(page: number, pages: number): number[] {
  return Array.from({ length: linksEach }, (_, i) => {
    const spot = (Math.imul(page * linksEach + i + 1, 0x9e3779b1) >>> 0) / 2 ** 32
    return Math.floor(spot * spot * pages)
  })
}

export const damping = 0.85

export function ranksAnswer(ranks: Iterable<readonly [page: number, rank: number]>): Answer {
  let pages = 0
  let sum = 0
  let most = 0
  for (const [page, rank] of ranks) {
    pages++
    sum += rank * (1 + (page % 7))
    most = Math.max(most, rank)
  }
  return { pages, sum, most }
}
