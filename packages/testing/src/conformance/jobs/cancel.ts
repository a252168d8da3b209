import type { RDD } from '@atomic-ts/core'
import type { Context } from '@atomic-ts/runtime'
import { answerOf } from '../sweeps/answer-of.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'cancelJobGroup ends the jobs of the group and no others',
    of: ['cancelJobGroup'],
    order: 'ordered',
    run: (ctx) =>
      cancelled(
        ctx,
        () => ctx.withJobGroup('gone', () => never(ctx).count()),
        () => {
          ctx.cancelJobGroup('another')
          ctx.cancelJobGroup('gone')
        },
      ),
    expected: () => ['ATOMIC3005', 3],
  },
  {
    name: 'cancelJobsWithTag ends the jobs with the tag',
    of: ['cancelJobsWithTag'],
    order: 'ordered',
    run: (ctx) =>
      cancelled(
        ctx,
        () => ctx.withJobTag('gone', () => never(ctx).count()),
        () => {
          ctx.cancelJobsWithTag('another')
          ctx.cancelJobsWithTag('gone')
        },
      ),
    expected: () => ['ATOMIC3005', 3],
  },
  {
    name: 'cancelJob ends one job',
    of: ['cancelJob'],
    order: 'ordered',
    run: (ctx) =>
      cancelled(
        ctx,
        () => never(ctx).count(),
        (job) => ctx.cancelJob(job),
      ),
    expected: () => ['ATOMIC3005', 3],
  },
  {
    name: 'cancelAllJobs ends every job',
    of: ['cancelAllJobs'],
    order: 'ordered',
    run: (ctx) =>
      cancelled(
        ctx,
        () => never(ctx).count(),
        () => ctx.cancelAllJobs(),
      ),
    expected: () => ['ATOMIC3005', 3],
  },
]

/** Calls that wait until they are told to stop. */
function never(ctx: Context): RDD<number> {
  return ctx.range(0, 2, { partitions: 2 }).mapAsync(async (n, { signal }) => {
    await new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(new Error('told to stop'))),
    )
    return n
  })
}

/** What becomes of an action that is cancelled when its first task runs, and of the next one on the same slots. */
async function cancelled(
  ctx: Context,
  action: () => Promise<unknown>,
  cancel: (job: number) => void,
): Promise<unknown[]> {
  const started = new Promise<number>((resolve) => {
    const end = ctx.listen((event) => {
      if (event.kind !== 'taskStarted') return
      end()
      resolve(event.job)
    })
  })
  const answer = answerOf(action)
  cancel(await started)
  return [await answer, await ctx.range(3).count()]
}
