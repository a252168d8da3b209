import { randomUUID } from 'node:crypto'
import { TaskContext, type Context } from '@atomic-ts/runtime'
import { answerOf } from '../sweeps/answer-of.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'killTaskAttempt has the partition computed by another attempt',
    of: ['killTaskAttempt'],
    order: 'ordered',
    async run(ctx) {
      const answers: boolean[] = []
      const reasons = new Set<string>()
      const end = ctx.listen((event) => {
        if (event.kind === 'taskKilled') reasons.add(event.reason)
        if (event.kind !== 'taskStarted' || event.attempt > 0) return
        const kill = (): boolean => ctx.killTaskAttempt(event.taskId, 'to see')
        answers.push(kill(), kill())
      })
      const attempts = await waitsAtFirst(ctx)
      end()
      return [attempts, answers, [...reasons]]
    },
    expected: () => [[1, 1], [true, false, true, false], ['to see']],
  },
  {
    name: 'cancelStage ends the job of the stage',
    of: ['cancelStage'],
    order: 'ordered',
    async run(ctx) {
      const end = ctx.listen((event) => {
        if (event.kind !== 'stageStarted') return
        ctx.cancelStage(event.job, 7)
        ctx.cancelStage(event.job + 1, event.stage)
        if (event.stage === 1) ctx.cancelStage(event.job, event.stage, 'enough')
      })
      const answer = await answerOf(() => ctx.range(0, 9, { partitions: 2 }).repartition(2).count())
      end()
      return [answer, await ctx.range(3).count()]
    },
    expected: () => ['ATOMIC3005', 3],
  },
  {
    name: 'cancelJobGroupAndFutureJobs refuses the jobs of the group from then on',
    of: ['cancelJobGroupAndFutureJobs'],
    order: 'ordered',
    async run(ctx) {
      const gone = `gone ${randomUUID()}`
      const count = (group: string): Promise<unknown> =>
        ctx.withJobGroup(group, () => answerOf(() => ctx.range(3).count()))
      const before = await count(gone)
      ctx.cancelJobGroupAndFutureJobs(gone, 'it is late')
      return [before, await count(gone), await count('another')]
    },
    expected: () => [3, 'ATOMIC3005', 3],
  },
  {
    name: 'getAllPools knows no pools where the first job comes first',
    of: ['getAllPools', 'getPoolForName', 'getSchedulingMode'],
    order: 'ordered',
    run: (ctx) =>
      Promise.resolve([ctx.getSchedulingMode(), ctx.getAllPools(), ctx.getPoolForName('default') ?? 'none']),
    expected: () => ['FIFO', [], 'none'],
  },
]

/** Each partition's first attempt waits until it is told to stop; gives the attempts that did not. */
function waitsAtFirst(ctx: Context): Promise<number[]> {
  return ctx
    .range(0, 2, { partitions: 2 })
    .mapAsync(async (_, { signal }) => {
      const { attemptNumber } = TaskContext.get()
      if (attemptNumber > 0) return attemptNumber
      return new Promise<number>((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('told to stop'))),
      )
    })
    .collect()
}
