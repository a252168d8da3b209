import type { Context } from '@atomic-ts/atomic'
import { problemOf, serve, type Run } from '../serve.ts'
import type { Problem } from '../../workloads/workload.ts'
import { group } from './group.ts'
import { join, joinLarge } from './join.ts'
import { kMeans } from './k-means.ts'
import { logisticRegression } from './logistic-regression.ts'
import { pageRank } from './page-rank.ts'
import { pi } from './pi.ts'
import { externalSort, sort, sortLarge } from './sort.ts'
import { wordCount, wordCountLarge } from './word-count.ts'

const jobs: Readonly<Record<string, (ctx: Context, problem: Problem) => Promise<Run> | Run>> = {
  pi,
  'large-pi': pi,
  'word-count': wordCount,
  'large-word-count': wordCountLarge,
  sort,
  'large-sort': sortLarge,
  join,
  'large-join': joinLarge,
  'large-external-sort': externalSort,
  group,
  'logistic-regression': logisticRegression,
  'large-logistic-regression': logisticRegression,
  'k-means': kMeans,
  'page-rank': pageRank,
}

/** Our own side of the benchmark: a process for each problem. */
export default async function main(ctx: Context, args: string[]) {
  const problem = problemOf(args)
  const prepare = jobs[problem.workload]
  if (!prepare) throw new Error(`There is no job for ${problem.workload}.`)
  await serve(await prepare(ctx, problem))
}
