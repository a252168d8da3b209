import { AtomicError } from '@atomic-ts/core'
import { operations } from './operations.ts'
import type { RDD } from '@atomic-ts/core'
import type { Context } from '@atomic-ts/runtime'
import type { Family } from '../case.ts'
import type { Facts } from './facts.ts'

/** Every call with a number of partitions that cannot be, or with another argument that is out of range. */
export const outOfRange: Family = {
  name: 'out of range',
  cases: Object.entries(operations)
    .filter(([, { into, refuses }]) => into || refuses)
    .map(([name, facts]) => ({
      name: `${name} refuses what is out of range, at the caller's line`,
      of: [name],
      order: 'ordered',
      run: (ctx: Context, n: number) => Promise.all(callsOf(facts, pairs(ctx, n)).map(refusalOf)),
      expected: () => callsOf(facts, undefined as never).map(() => 'refused'),
    })),
}

const noCounts = [0, -1, 1.5, Number.NaN, Infinity, '2' as unknown as number, null as unknown as number]

function callsOf({ into, refuses }: Facts, rdd: RDD<[string, number]>): readonly (() => unknown)[] {
  return [...(into ? noCounts.map((n) => () => into(rdd, n)) : []), ...(refuses?.(rdd) ?? [])]
}

function pairs(ctx: Context, n: number): RDD<[string, number]> {
  const some: [string, number][] = [
    ['a', 1],
    ['b', 2],
  ]
  return ctx.parallelize(some, n)
}

async function refusalOf(call: () => unknown): Promise<unknown> {
  try {
    await call()
    return 'not refused'
  } catch (error) {
    const isRefused = error instanceof AtomicError && ['ATOMIC2002', 'ATOMIC2005'].includes(error.code)
    return isRefused && error.at !== undefined ? 'refused' : error
  }
}
