import { deepStrictEqual } from 'node:assert/strict'
import type { Context } from '@atomic-ts/runtime'
import fc from 'fast-check'
import { anyPairs } from '../records.ts'
import { unmatchedRecord } from '../same-records.ts'
import type { Case, Generated } from './case.ts'

const partitionCounts = [1, 2, 3, 7]
/** Generated inputs for each number of partitions; the first has no records. */
const inputs = 3

/**
 * Runs a program at 1, 2, 3 and 7 partitions, over generated inputs where it takes any, and compares its answers.
 * @param ctx made in the way that is to be held to its answers
 * @throws what does not match, with the input and the seed that show it
 * @example
 * import { checkCase } from '@atomic-ts/testing/conformance'
 *
 * await checkCase(ctx, {
 *   name: 'count() counts every record',
 *   of: ['count'],
 *   over: 'numbers',
 *   order: 'ordered',
 *   run: (ctx, input, partitions) => ctx.parallelize(input, partitions).count(),
 *   expected: (input) => input.length,
 * }) // => undefined
 */
export async function checkCase(ctx: Context, each: Case): Promise<void> {
  for (const partitions of partitionCounts) {
    if (each.over === 'numbers') await checkGenerated(ctx, each, anyNumbers, partitions)
    else if (each.over === 'pairs') await checkGenerated(ctx, each, anyPairs(), partitions)
    else expectSame(each, await each.run(ctx, partitions), each.expected(partitions))
  }
}

const anyNumbers = fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 30 })

async function checkGenerated<T>(
  ctx: Context,
  each: Generated<T>,
  input: fc.Arbitrary<T[]>,
  partitions: number,
): Promise<void> {
  // The number of partitions is among the inputs, so that a counterexample shows it.
  const property = fc.asyncProperty(input, fc.constant(partitions), async (rows, n) => {
    const actual = await each.run(ctx, rows, n)
    expectSame(each, actual, each.expected(rows, n))
  })
  await fc.assert(property, { numRuns: inputs, examples: [[[], partitions]] })
}

function expectSame({ order }: Pick<Case, 'order'>, actual: unknown, expected: unknown): void {
  if (order === 'ordered') return deepStrictEqual(actual, expected)
  deepStrictEqual(unmatchedRecord(actual as unknown[], expected as unknown[]), undefined)
}
