import { externalSort } from './external-sort.ts'
import { group } from './group.ts'
import { join, joinLarge } from './join.ts'
import { kMeans } from './k-means.ts'
import { logisticRegression, logisticRegressionLarge } from './logistic-regression.ts'
import { pageRank } from './page-rank.ts'
import { pi, piLarge } from './pi.ts'
import { sort, sortLarge } from './sort.ts'
import { wordCount, wordCountLarge } from './word-count.ts'
import type { Workload } from './workload.ts'

/** Every workload, in the order of the table. */
export const workloads: readonly Workload[] = [
  pi,
  wordCount,
  sort,
  join,
  group,
  logisticRegression,
  kMeans,
  pageRank,
  piLarge,
  wordCountLarge,
  sortLarge,
  joinLarge,
  logisticRegressionLarge,
  externalSort,
]
