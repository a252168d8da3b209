import { cases as byKeyLocally } from './by-key-locally.ts'
import { cases as cogroup } from './cogroup.ts'
import { cases as combineByKey } from './combine-by-key.ts'
import { cases as countApproxDistinctByKey } from './count-approx-distinct-by-key.ts'
import { cases as countByKeyApprox } from './count-by-key-approx.ts'
import { cases as filterByRange } from './filter-by-range.ts'
import { cases as foldByKey } from './fold-by-key.ts'
import { cases as groupByKey } from './group-by-key.ts'
import { cases as join } from './join.ts'
import { cases as keysAndValues } from './keys-and-values.ts'
import { cases as lookup } from './lookup.ts'
import { cases as outerJoins } from './outer-joins.ts'
import { cases as partitionBy } from './partition-by.ts'
import { cases as reduceByKey } from './reduce-by-key.ts'
import { cases as sampleByKey } from './sample-by-key.ts'
import { cases as skew } from './skew.ts'
import { cases as sortByKey } from './sort-by-key.ts'
import { cases as subtractByKey } from './subtract-by-key.ts'
import type { Family } from '../case.ts'

export const byKey: Family = {
  name: 'by-key',
  cases: [
    ...byKeyLocally,
    ...cogroup,
    ...combineByKey,
    ...countApproxDistinctByKey,
    ...countByKeyApprox,
    ...filterByRange,
    ...foldByKey,
    ...groupByKey,
    ...join,
    ...keysAndValues,
    ...lookup,
    ...outerJoins,
    ...partitionBy,
    ...reduceByKey,
    ...sampleByKey,
    ...skew,
    ...sortByKey,
    ...subtractByKey,
  ],
}
