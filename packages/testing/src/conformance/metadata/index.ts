import { cases as describe } from './describe.ts'
import type { Family } from '../case.ts'

export const metadata: Family = {
  name: 'metadata',
  cases: [...describe],
}
