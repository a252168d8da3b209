import { cases as actions } from './actions.ts'
import { cases as byKey } from './by-key.ts'
import { cases as joins } from './joins.ts'
import { cases as records } from './records.ts'
import type { Family } from '../case.ts'

/** What Spark's documentation shows, in our words. */
export const documented: Family = {
  name: 'as documented',
  cases: [...records, ...byKey, ...joins, ...actions],
}
