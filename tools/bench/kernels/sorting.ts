import { sortPairs } from '../../../packages/core/src/keys/sort-pairs.ts'
import { numberPairs, wordPairs } from './records.ts'

/** Sorts of pairs by key. */
export const sorting: Readonly<Record<string, () => unknown>> = {
  'sort pairs by number': () => sortPairs([...numberPairs], true),
  'sort pairs by number: plain': () => numberPairs.toSorted(([a], [b]) => a - b),
  'sort pairs by string': () => sortPairs([...wordPairs], true),
  'sort pairs by string: plain': () => wordPairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
}
