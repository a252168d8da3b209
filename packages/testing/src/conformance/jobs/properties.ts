import type { JobEvent } from '@atomic-ts/core'
import { TaskContext, type Context } from '@atomic-ts/runtime'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'setJobGroup, setJobDescription and clearJobGroup',
    of: ['setJobGroup', 'setJobDescription', 'clearJobGroup'],
    order: 'ordered',
    run: (ctx, n) =>
      jobsOf(ctx, async () => {
        // Inside a block, what is set ends with it.
        await ctx.withLocalProperty('own', 'block', async () => {
          ctx.setJobGroup('etl', 'nightly')
          await ctx.range(0, n, { partitions: n }).count()
          ctx.setJobDescription('hourly')
          await ctx.range(0, n, { partitions: n }).count()
          ctx.clearJobGroup()
          await ctx.range(0, n, { partitions: n }).count()
        })
      }),
    expected: () => [
      { group: 'etl', description: 'nightly', tags: [] },
      { group: 'etl', description: 'hourly', tags: [] },
      { group: undefined, description: undefined, tags: [] },
    ],
  },
  {
    name: 'listen hears of a job from its start to its end, and nothing when that is over',
    of: ['listen'],
    order: 'ordered',
    async run(ctx, n) {
      const heard: string[] = []
      const end = ctx.listen(({ kind }) => heard.push(kind))
      await ctx.range(0, n, { partitions: n }).count()
      end()
      await ctx.range(n).count()
      return [heard[0], heard.filter((kind) => kind === 'taskFinished').length, heard.at(-1)]
    },
    expected: (n) => ['jobStarted', n, 'jobFinished'],
  },
  {
    name: 'blocks of groups and tags that run at the same time keep apart',
    of: ['withJobGroup', 'withJobTag'],
    order: 'any',
    run: (ctx, n) =>
      jobsOf(ctx, () =>
        Promise.all([
          ctx.withJobGroup('a', () => ctx.withJobTag('x', () => ctx.range(n).count())),
          ctx.withJobGroup('b', () => ctx.withJobTag('y', () => ctx.range(n).count())),
          ctx.range(n).count(),
        ]),
      ),
    expected: () => [
      { group: 'a', description: undefined, tags: ['x'] },
      { group: 'b', description: undefined, tags: ['y'] },
      { group: undefined, description: undefined, tags: [] },
    ],
  },
  {
    name: 'tags are added, removed and cleared',
    of: ['addJobTag', 'removeJobTag', 'clearJobTags', 'getJobTags'],
    order: 'ordered',
    run: (ctx, n) =>
      ctx.withJobTag('block', async () => {
        const tags: unknown[] = []
        ctx.addJobTag('one')
        ctx.addJobTag('two')
        tags.push(ctx.getJobTags())
        ctx.removeJobTag('block')
        tags.push(await jobsOf(ctx, () => ctx.range(n).count()))
        ctx.clearJobTags()
        return [...tags, ctx.getJobTags()]
      }),
    expected: () => [
      ['block', 'one', 'two'],
      [{ group: undefined, description: undefined, tags: ['one', 'two'] }],
      [],
    ],
  },
  {
    name: 'tasks read local properties as they were at the action',
    of: ['setLocalProperty', 'getLocalProperty', 'withLocalProperty'],
    order: 'ordered',
    run: (ctx, n) =>
      ctx.withLocalProperty('unit', 'mm', async () => {
        const units = ctx
          .range(0, n, { partitions: n })
          .map(() => TaskContext.get().getLocalProperty('unit') ?? 'none')
        const before = units.collect()
        ctx.setLocalProperty('unit', 'cm')
        const after = await units.collect()
        ctx.setLocalProperty('unit', undefined)
        return [await before, after, await units.collect(), ctx.getLocalProperty('unit')]
      }),
    expected: (n) => [
      ...['mm', 'cm', 'none'].map((unit) => Array.from({ length: n }, () => unit)),
      undefined,
    ],
  },
  {
    name: 'statusTracker knows the jobs of a group',
    of: ['statusTracker', 'defaultParallelism'],
    order: 'ordered',
    async run(ctx, n) {
      const group = `group ${Math.random()}`
      await ctx.withJobGroup(group, () => ctx.range(n).count())
      const statusTracker = ctx.statusTracker
      const jobs = statusTracker.getJobIdsForGroup(group).map((id) => statusTracker.getJobInfo(id))
      const { slots } = statusTracker.getSlotsInfo()
      const parallel = ctx.range(n).getNumPartitions() === ctx.defaultParallelism
      return [jobs.map((job) => job?.status), slots > 0, parallel]
    },
    expected: () => [['succeeded'], true, true],
  },
]

type Started = Extract<JobEvent, { kind: 'jobStarted' }>

/** The properties of the jobs that run while a function does. */
async function jobsOf(ctx: Context, body: () => Promise<unknown>): Promise<unknown[]> {
  const started: Started[] = []
  const end = ctx.listen((event) => event.kind === 'jobStarted' && started.push(event))
  try {
    await body()
  } finally {
    end()
  }
  return started.map(({ group, description, tags }) => ({ group, description, tags }))
}
