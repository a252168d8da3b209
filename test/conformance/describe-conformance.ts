import type { Context } from '@atomic-ts/runtime'
import { checkCase, loadFamilies } from '@atomic-ts/testing/conformance'
import { afterAll, beforeAll, describe, test } from 'vitest'

/** Every program of the conformance suite, on contexts of one way of running programs. */
export async function describeConformance(
  way: { readonly name: string; readonly built: boolean },
  makeContext: () => Promise<Context>,
): Promise<void> {
  const families = await loadFamilies(way)
  describe(way.name, () => {
    let ctx: Context
    beforeAll(async () => {
      ctx = await makeContext()
    })
    afterAll(() => ctx.stop())

    for (const family of families) {
      describe(family.name, () => {
        for (const each of family.cases) test(each.name, () => checkCase(ctx, each))
      })
    }
  })
}
