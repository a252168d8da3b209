import { cases as mapAsync } from './map-async.ts'
import { cases as pipe } from './pipe.ts'
import type { Family } from '../case.ts'

export const sideEffects: Family = {
  name: 'side-effects',
  cases: [...mapAsync, ...pipe],
}
