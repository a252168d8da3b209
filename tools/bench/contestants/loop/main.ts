import { problemOf, serve, type Run } from '../serve.ts'
import type { Problem } from '../../workloads/workload.ts'
import { group } from './group.ts'
import { join, joinLarge } from './join.ts'
import { kMeans } from './k-means.ts'
import { logisticRegression } from './logistic-regression.ts'
import { pageRank } from './page-rank.ts'
import { pi } from './pi.ts'
import { sort, sortLarge } from './sort.ts'
import { wordCount, wordCountLarge } from './word-count.ts'

const loops: Readonly<Record<string, (problem: Problem) => Run>> = {
  pi,
  'large-pi': pi,
  'word-count': wordCount,
  'large-word-count': wordCountLarge,
  sort,
  'large-sort': sortLarge,
  join,
  'large-join': joinLarge,
  group,
  'logistic-regression': logisticRegression,
  'large-logistic-regression': logisticRegression,
  'k-means': kMeans,
  'page-rank': pageRank,
}

// What one would write by hand for one thread.
const problem = problemOf(process.argv.slice(2))
const prepare = loops[problem.workload]
if (!prepare) throw new Error(`There is no loop for ${problem.workload}.`)
await serve(prepare(problem))
