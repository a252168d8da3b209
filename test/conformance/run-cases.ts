import { load } from '@atomic-ts/compiler'
import { Context } from '@atomic-ts/runtime'
import { anyPairs, unmatchedRecord } from '@atomic-ts/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** A program over an RDD and its answer over an array. */
export interface Case<T> {
  readonly name: string
  /** `ordered`: the records and their order are promised; `any`: only the records are. */
  readonly order: 'ordered' | 'any'
  run(ctx: Context, input: T[], partitions: number): Promise<unknown>
  expected(input: T[], partitions: number): unknown
}

/** What a file of cases exports. */
export interface Cases {
  /** Programs over small integers. */
  readonly numberCases?: readonly Case<number>[]
  /** Programs over pairs with keys and values of every kind. */
  readonly pairCases?: readonly Case<[unknown, unknown]>[]
}

const runs = 12

/**
 * Runs every case in every way, at 1, 2, 3 and 7 partitions, with generated inputs. The program that was never built runs
 * its functions as they are; the built one looks them up in the dispatch table.
 * @param source the module of cases, and its URL for the build
 */
export async function runCases(source: Cases, url: URL): Promise<void> {
  const built = await load<Cases>(url.pathname)
  const ways = [
    { way: 'in-process, not built', cases: source, transport: 'in-process' },
    { way: 'in-process', cases: built, transport: 'in-process' },
    { way: 'threads', cases: built, transport: 'threads' },
  ] as const

  for (const { way, cases, transport } of ways) {
    describe(way, () => {
      let ctx: Context
      beforeAll(async () => {
        ctx = await Context.local({ slots: 2, transport })
      })
      afterAll(() => ctx.stop())

      for (const each of cases.numberCases ?? []) test(each.name, () => check(ctx, each, anyNumbers))
      for (const each of cases.pairCases ?? []) test(each.name, () => check(ctx, each, anyPairs()))
    })
  }
}

const anyNumbers = fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 30 })

async function check<T>(ctx: Context, each: Case<T>, input: fc.Arbitrary<T[]>): Promise<void> {
  const property = fc.asyncProperty(input, fc.constantFrom(1, 2, 3, 7), async (rows, partitions) => {
    const actual = await each.run(ctx, rows, partitions)
    expectSame(each, actual, each.expected(rows, partitions))
  })
  await fc.assert(property, { numRuns: runs })
}

function expectSame({ order }: Pick<Case<unknown>, 'order'>, actual: unknown, expected: unknown): void {
  if (order === 'ordered') return expect(actual).toStrictEqual(expected)
  expect(unmatchedRecord(actual as unknown[], expected as unknown[])).toBeUndefined()
}
