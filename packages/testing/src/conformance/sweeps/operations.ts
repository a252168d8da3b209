import { actions } from './actions.ts'
import { byKey } from './by-key.ts'
import { describing } from './describing.ts'
import { files } from './files.ts'
import { joins } from './joins.ts'
import { narrow } from './narrow.ts'
import { numbers } from './numbers.ts'
import { sideEffects } from './side-effects.ts'
import { wide } from './wide.ts'
import type { Operations } from './facts.ts'

/** Every operation of an RDD, as the sweeps try it. */
export const operations: Operations = {
  ...narrow,
  ...wide,
  ...byKey,
  ...joins,
  ...actions,
  ...numbers,
  ...sideEffects,
  ...files,
  ...describing,
}
