import { cases as accumulators } from './accumulators.ts'
import { cases as broadcast } from './broadcast.ts'
import { cases as taskContext } from './task-context.ts'
import type { Family } from '../case.ts'

export const variables: Family = {
  name: 'variables',
  cases: [...accumulators, ...broadcast, ...taskContext],
}
