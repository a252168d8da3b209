import { answerOf } from './answer-of.ts'
import { operations } from './operations.ts'
import type { RDD } from '@atomic-ts/core'
import type { Context } from '@atomic-ts/runtime'
import type { Family } from '../case.ts'

/** Every operation that compares, on pairs whose keys have no value to compare. */
export const unfitKeys: Family = {
  name: 'unfit keys',
  cases: Object.entries(operations)
    .filter(([, { compares }]) => compares)
    .map(([name, facts]) => ({
      name: `${name} refuses keys that cannot be compared`,
      of: [name],
      order: 'ordered',
      async run(ctx: Context, n: number) {
        const answer = await answerOf(() => facts.call(unfit(ctx, n)))
        // A sort moves its records before it compares them, and they cannot travel either.
        return answer === 'ATOMIC4001' ? 'ATOMIC4002' : answer
      },
      expected: () => 'ATOMIC4002',
    })),
}

/** Pairs of a kind of key for each number of partitions. The task says that it gives anything: no type is checked. */
function unfit(ctx: Context, n: number): RDD<[string, number]> {
  const pairs = ctx.range(0, 2 * n, { partitions: n }).map((x): [unknown, number] => [unfitKey(n, x), x])
  return pairs as unknown as RDD<[string, number]>
}

class Point {
  readonly x: number
  constructor(x: number) {
    this.x = x
  }
}

function unfitKey(kind: number, x: number): unknown {
  switch (kind) {
    case 1:
      return Symbol('one')
    case 2:
      return () => x
    case 3:
      return new Point(x)
    default:
      return Promise.resolve(x)
  }
}
