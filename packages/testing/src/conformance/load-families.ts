import { fileURLToPath } from 'node:url'
import { load } from '@atomic-ts/compiler'
import type { Family } from './case.ts'
import type * as Programs from './programs.ts'

/**
 * Every program of the conformance suite.
 * @param options.built whether their functions are in a dispatch table, as workers need; they are built from this
 * package's TypeScript
 * @example for (const { cases } of await loadFamilies({ built: true })) for (const each of cases) await checkCase(ctx, each)
 */
export async function loadFamilies(options: { readonly built: boolean }): Promise<readonly Family[]> {
  const { families } = options.built ? await load<typeof Programs>(sources) : await import('./programs.ts')
  return families
}

/** The same file from `src` and from `dist`. */
const sources = fileURLToPath(new URL('../../src/conformance/programs.ts', import.meta.url))
