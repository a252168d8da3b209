import { cases as parallelize } from './parallelize.ts'
import { cases as range } from './range.ts'
import type { Family } from '../case.ts'

export const sources: Family = {
  name: 'sources',
  cases: [...parallelize, ...range],
}
