import { actions } from './actions/index.ts'
import { byKey } from './by-key/index.ts'
import { narrow } from './narrow/index.ts'
import { persistence } from './persistence/index.ts'
import { sideEffects } from './side-effects/index.ts'
import { sources } from './sources/index.ts'
import { variables } from './variables/index.ts'
import { wide } from './wide/index.ts'
import type { Family } from './case.ts'

/** Every program of the suite. This file is what is built: its tasks go to workers in one bundle. */
export const families: readonly Family[] = [
  sources,
  narrow,
  wide,
  byKey,
  actions,
  persistence,
  variables,
  sideEffects,
]
