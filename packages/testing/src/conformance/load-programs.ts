import { fileURLToPath } from 'node:url'
import { load } from '@atomic-ts/compiler'
import type * as Programs from './programs.ts'

/**
 * Every program of the conformance suite.
 * @param options.built whether their functions are in a dispatch table, as workers need; they are built from this
 * package's TypeScript
 * @example
 * import { loadPrograms } from '@atomic-ts/testing/conformance'
 *
 * const { families } = await loadPrograms({ built: false })
 * families.some(({ cases }) => cases.some(({ of }) => of.includes('reduceByKey'))) // => true
 */
export function loadPrograms(options: { readonly built: boolean }): Promise<typeof Programs> {
  return options.built ? load<typeof Programs>(sources) : import('./programs.ts')
}

/** The same file from `src` and from `dist`. */
const sources = fileURLToPath(new URL('../../src/conformance/programs.ts', import.meta.url))
