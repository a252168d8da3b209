import { cases as approximate } from './approximate.ts'
import { cases as collect } from './collect.ts'
import { cases as collectColumnar } from './collect-columnar.ts'
import { cases as countByValue } from './count-by-value.ts'
import { cases as fold } from './fold.ts'
import { cases as foreach } from './foreach.ts'
import { cases as histogram } from './histogram.ts'
import { cases as numbers } from './numbers.ts'
import { cases as reduce } from './reduce.ts'
import { cases as runJob } from './run-job.ts'
import { cases as submitJob } from './submit-job.ts'
import { cases as take } from './take.ts'
import { cases as takeSample } from './take-sample.ts'
import { cases as toLocalIterator } from './to-local-iterator.ts'
import { cases as top } from './top.ts'
import type { Family } from '../case.ts'

export const actions: Family = {
  name: 'actions',
  cases: [
    ...approximate,
    ...collect,
    ...collectColumnar,
    ...countByValue,
    ...fold,
    ...foreach,
    ...histogram,
    ...numbers,
    ...reduce,
    ...runJob,
    ...submitJob,
    ...take,
    ...takeSample,
    ...toLocalIterator,
    ...top,
  ],
}
