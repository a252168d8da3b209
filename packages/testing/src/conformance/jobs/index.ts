import { cases as cancel } from './cancel.ts'
import { cases as kill } from './kill.ts'
import { cases as properties } from './properties.ts'
import type { Family } from '../case.ts'

export const jobs: Family = {
  name: 'jobs',
  cases: [...cancel, ...kill, ...properties],
}
