import { answerOf } from './answer-of.ts'
import { contextMethods } from './context-methods.ts'
import { operations } from './operations.ts'
import type { Context } from '@atomic-ts/runtime'

/**
 * Stops a context, and calls every action and every method of it. Gives the calls that were not refused with
 * ATOMIC2001, and what they gave instead.
 */
export async function answersAfterStop(ctx: Context): Promise<readonly [call: string, answer: unknown][]> {
  const some: [string, number][] = [['a', 1]]
  const rdds = { pairs: ctx.parallelize(some, 2), nothing: ctx.emptyRDD<[string, number]>() }
  await ctx.stop('this is a test')
  const calls: [string, () => unknown][] = []
  for (const [name, { call, short, describes }] of Object.entries(operations)) {
    if (describes) continue
    for (const [of, rdd] of Object.entries(rdds)) {
      calls.push([`${name} of ${of}`, () => call(rdd)])
      for (const each of short?.(rdd) ?? []) calls.push([`short ${name} of ${of}`, each])
    }
  }
  for (const [name, { call, whenStopped }] of Object.entries(contextMethods)) {
    if (whenStopped === 'refused') calls.push([name, async () => void (await call(ctx))])
    else await call(ctx)
  }
  const answers: [string, unknown][] = []
  for (const [name, call] of calls) answers.push([name, await answerOf(call)])
  return answers.filter(([, answer]) => answer !== 'ATOMIC2001')
}
