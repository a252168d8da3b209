import { cases as text } from './text.ts'
import type { Family } from '../case.ts'

export const files: Family = {
  name: 'files',
  cases: [...text],
}
