import { cases as distinct } from './distinct.ts'
import { cases as groupBy } from './group-by.ts'
import { cases as repartition } from './repartition.ts'
import { cases as sets } from './sets.ts'
import { cases as sortBy } from './sort-by.ts'
import type { Family } from '../case.ts'

export const wide: Family = {
  name: 'wide',
  cases: [...distinct, ...groupBy, ...repartition, ...sets, ...sortBy],
}
