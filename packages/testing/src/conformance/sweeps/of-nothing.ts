import { answerOf } from './answer-of.ts'
import { operations } from './operations.ts'
import type { RDD } from '@atomic-ts/core'
import type { Context } from '@atomic-ts/runtime'
import type { Family } from '../case.ts'

/** Every operation on an RDD without records: one of no partitions, of empty ones, after a filter and after a shuffle. */
export const ofNothing: Family = {
  name: 'of nothing',
  cases: Object.entries(operations).map(([name, facts]) => ({
    name: `${name} of nothing`,
    of: [name],
    order: 'ordered',
    run: (ctx: Context, n: number) => answerOf(() => facts.call(nothing(ctx, n))),
    expected(n: number): unknown {
      const partitions = n === 1 ? 0 : n
      const { ofNothing: answer } = facts
      return typeof answer === 'function' ? (answer as (partitions: number) => unknown)(partitions) : answer
    },
  })),
}

function nothing(ctx: Context, n: number): RDD<[string, number]> {
  const none: [string, number][] = []
  const some: [string, number][] = [['a', 1]]
  if (n === 1) return ctx.emptyRDD()
  if (n === 2) return ctx.parallelize(none, n)
  if (n === 3) return ctx.parallelize(some, n).filter(([, x]) => x > 1)
  return ctx.parallelize(none, 2).reduceByKey((a, b) => a + b, n)
}
