import { cases as cache } from './cache.ts'
import { cases as checkpoint } from './checkpoint.ts'
import { cases as persist } from './persist.ts'
import type { Family } from '../case.ts'

export const persistence: Family = {
  name: 'persistence',
  cases: [...cache, ...persist, ...checkpoint],
}
