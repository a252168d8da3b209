import { actions } from './actions/index.ts'
import { byKey } from './by-key/index.ts'
import { documented } from './documented/index.ts'
import { files } from './files/index.ts'
import { jobs } from './jobs/index.ts'
import { metadata } from './metadata/index.ts'
import { narrow } from './narrow/index.ts'
import { persistence } from './persistence/index.ts'
import { sideEffects } from './side-effects/index.ts'
import { sources } from './sources/index.ts'
import { variables } from './variables/index.ts'
import { wide } from './wide/index.ts'
import { ofNothing } from './sweeps/of-nothing.ts'
import { outOfRange } from './sweeps/out-of-range.ts'
import { unfitKeys } from './sweeps/unfit-keys.ts'
import type { Family } from './case.ts'

/** Cases for every operation, made from what is known of each. */
export const sweeps: readonly Family[] = [ofNothing, outOfRange, unfitKeys]

/** Every program of the suite. This file is what is built: its tasks go to workers in one bundle. */
export const families: readonly Family[] = [
  ...[sources, narrow, wide, byKey, actions],
  ...[persistence, variables, sideEffects, files, jobs, metadata, documented],
  ...sweeps,
]

export { answersAfterStop } from './sweeps/after-stop.ts'
export { contextMethods } from './sweeps/context-methods.ts'
export { operations } from './sweeps/operations.ts'
