import { cases as custom } from './custom.ts'
import { cases as formats } from './formats.ts'
import { cases as text } from './text.ts'
import type { Family } from '../case.ts'

export const files: Family = {
  name: 'files',
  cases: [...text, ...formats, ...custom],
}
