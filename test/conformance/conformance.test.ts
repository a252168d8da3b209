import { load } from '@atomic-ts/compiler'
import { Context } from '@atomic-ts/runtime'
import { anyPairs, unmatchedRecord } from '@atomic-ts/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Case } from './cases.ts'
import * as sources from './cases.ts'

type Cases = Pick<typeof sources, 'numberCases' | 'pairCases'>

const built = await load<Cases>(new URL('cases.ts', import.meta.url).pathname)
const runs = 12

// The program that was never built runs its functions as they are; the built one looks them up in the dispatch table.
const ways = [
  { way: 'in-process, not built', cases: sources as Cases, transport: 'in-process' },
  { way: 'in-process', cases: built, transport: 'in-process' },
  { way: 'threads', cases: built, transport: 'threads' },
] as const

describe.each(ways)('$way', ({ cases, transport }) => {
  let ctx: Context
  beforeAll(async () => {
    ctx = await Context.local({ slots: 2, transport })
  })
  afterAll(() => ctx.stop())

  test.each(cases.numberCases)('$name', (each) =>
    check(each, fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 30 })),
  )
  test.each(cases.pairCases)('$name', (each) => check(each, anyPairs()))

  async function check<T>(each: Case<T>, input: fc.Arbitrary<T[]>): Promise<void> {
    const property = fc.asyncProperty(input, fc.constantFrom(1, 2, 3, 7), async (rows, partitions) => {
      const actual = await each.run(ctx, rows, partitions)
      expectSame(each, actual, each.expected(rows, partitions))
    })
    await fc.assert(property, { numRuns: runs })
  }
})

function expectSame({ order }: Pick<Case<unknown>, 'order'>, actual: unknown, expected: unknown): void {
  if (order === 'ordered') return expect(actual).toStrictEqual(expected)
  expect(unmatchedRecord(actual as unknown[], expected as unknown[])).toBeUndefined()
}
