import type { Context } from '@atomic-ts/runtime'
import { checkCase, loadPrograms } from '@atomic-ts/testing/conformance'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** Every program of the conformance suite, on contexts of one way of running programs. */
export async function describeConformance(
  way: { readonly name: string; readonly built: boolean },
  makeContext: () => Promise<Context>,
): Promise<void> {
  const { families, answersAfterStop } = await loadPrograms(way)
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

    // The last one: it stops the context.
    test('a stopped context refuses every action and every method', async () => {
      expect(await answersAfterStop(ctx)).toEqual([])
    })
  })
}
