import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Context, type JobEvent, type LocalOptions, type StageInfo } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type * as Jobs from './jobs.ts'

const jobs = await load<typeof Jobs>(new URL('jobs.ts', import.meta.url).pathname)
const cancelled = { code: 'ATOMIC3005', at: expect.stringMatching(/^jobs\.ts:\d+/) }

let ctx: Context
let folder: string
let events: JobEvent[]

async function start(options: LocalOptions): Promise<void> {
  ctx = await Context.local({ slots: 2, ...options })
  events = []
  ctx.listen((event) => events.push(event))
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-jobs-'))
})
afterEach(async () => {
  await ctx.stop()
  rmSync(folder, { recursive: true })
})

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  beforeEach(() => start({ transport }))

  test('jobs have the group, the description and the tags that hold where the action is called', async () => {
    await jobs.count(ctx, 1)
    ctx.setJobGroup('etl', 'every night')
    ctx.addJobTag('a')
    ctx.addJobTag('b')
    ctx.removeJobTag('a')
    await jobs.count(ctx, 1)
    ctx.clearJobGroup()
    ctx.clearJobTags()
    await jobs.count(ctx, 1)
    expect(started()).toEqual([
      { tags: [] },
      { group: 'etl', description: 'every night', tags: ['b'] },
      { tags: [] },
    ])
  })

  test('blocks that run at the same time keep their jobs apart, and end with what they set', async () => {
    ctx.addJobTag('all')
    await Promise.all([
      ctx.withJobGroup('one', () => jobs.countTwice(ctx, 1)),
      ctx.withJobTag('extra', async () => {
        ctx.setJobGroup('two')
        await jobs.countTwice(ctx, 2)
      }),
    ])
    await jobs.count(ctx, 3)
    const byTasks = events.flatMap((event) =>
      event.kind === 'jobStarted' ? [[event.tasks, event.group, ...event.tags]] : [],
    )
    expect(byTasks.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      [1, 'one', 'all'],
      [1, 'one', 'all'],
      [2, 'two', 'all', 'extra'],
      [2, 'two', 'all', 'extra'],
      [3, undefined, 'all'],
    ])
  })

  test('local properties are set, read and removed', () => {
    ctx.setLocalProperty('unit', 'mm')
    expect(ctx.withLocalProperty('unit', 'cm', () => ctx.getLocalProperty('unit'))).toBe('cm')
    expect(ctx.getLocalProperty('unit')).toBe('mm')
    ctx.setLocalProperty('unit', undefined)
    expect(ctx.getLocalProperty('unit')).toBeUndefined()
  })

  test.each(['', 'a,b'])('the tag "%s" is refused', (tag) => {
    expect(() => ctx.addJobTag(tag)).toThrow(expect.objectContaining({ code: 'ATOMIC2002' }))
  })

  test('an action that has yet to start its job is cancelled, too, and later ones are not', async () => {
    const job = jobs.sorts(ctx)
    ctx.cancelAllJobs()
    await expect(job).rejects.toMatchObject(cancelled)
    expect(await jobs.sorts(ctx)).toHaveLength(100)
  })

  test('a sort that is cancelled while it samples is cancelled', async () => {
    ctx.listen((event) => event.kind === 'jobStarted' && ctx.cancelJob(event.job))
    await expect(jobs.sorts(ctx)).rejects.toMatchObject({ code: 'ATOMIC3005' })
    expect(started()).toHaveLength(1)
  })

  test('the status tracker knows jobs, groups, tags and stages', async () => {
    const seen: (StageInfo | undefined)[] = []
    ctx.listen((event) => {
      if (event.kind === 'taskFinished') seen.push(ctx.statusTracker.getStageInfo(event.job, event.stage))
    })
    const id = await ctx.withJobGroup('g', () => ctx.withJobTag('t', () => running(jobs.stages(ctx))))
    expect(ctx.statusTracker.getJobInfo(id)).toMatchObject({ status: 'succeeded', group: 'g', tags: ['t'] })
    expect(ctx.statusTracker.getJobIdsForGroup('g')).toEqual([id])
    expect(ctx.statusTracker.getJobIdsForTag('t')).toEqual([id])
    expect(ctx.statusTracker.getActiveJobIds()).toEqual([])
    expect(ctx.statusTracker.getActiveStages()).toEqual([])
    expect(seen.map((stage) => [stage?.numCompletedTasks, stage?.numTasks])).toEqual([
      ...[
        [1, 3],
        [2, 3],
        [3, 3],
      ],
      ...[
        [1, 2],
        [2, 2],
      ],
    ])
  })

  test('an attempt that is killed counts as no failure, and the error of its job counts the failures', async () => {
    await ctx.stop()
    await start({ transport, maxFailures: 2 })
    ctx.listen((event) => {
      if (event.kind === 'taskStarted' && event.attempt < 3) ctx.killTaskAttempt(event.taskId)
    })
    await expect(jobs.failsFromThirdOn(ctx)).rejects.toMatchObject({
      message: expect.stringContaining('failed 2 times; the last time: RangeError: attempt 4'),
    })
    const killed = events.filter(({ kind }) => kind === 'taskKilled')
    expect(killed.map((event) => 'attempt' in event && event.attempt)).toEqual([0, 1, 2])
  })

  test('a task that is over cannot be killed', async () => {
    let id = -1
    ctx.listen((event) => event.kind === 'taskStarted' && (id = event.taskId))
    await jobs.count(ctx, 1)
    expect(ctx.killTaskAttempt(id)).toBe(false)
  })

  test('a job that is cancelled as its stage begins leaves its slots to others', async () => {
    const end = ctx.listen(
      (event) => event.kind === 'stageStarted' && ctx.cancelStage(event.job, event.stage),
    )
    await expect(jobs.count(ctx, 2)).rejects.toMatchObject(cancelled)
    end()
    expect(await jobs.count(ctx, 2)).toBe(100)
  })

  test('the reason of a cancellation is told', async () => {
    ctx.listen((event) => event.kind === 'jobStarted' && ctx.cancelJob(event.job, 'it is too late'))
    const message = expect.stringContaining('job 1 was cancelled: it is too late')
    await expect(jobs.count(ctx, 1)).rejects.toMatchObject({ code: 'ATOMIC3005', message })
  })

  test('pools are those of the options, those with jobs, and the default one', async () => {
    await ctx.stop()
    await start({
      transport,
      scheduler: { mode: 'FAIR', pools: { etl: { weight: 2, minShare: 1, mode: 'FAIR' } } },
    })
    let seen: unknown
    ctx.listen((event) => event.kind === 'taskStarted' && (seen = ctx.getPoolForName('own')))
    await ctx.withLocalProperty('atomic.scheduler.pool', 'own', () => jobs.count(ctx, 1))
    const plain = { schedulingMode: 'FIFO', weight: 1, minShare: 0 }
    expect(seen).toEqual({ ...plain, name: 'own', runningTasks: 1 })
    expect(ctx.getAllPools()).toEqual([
      { ...plain, name: 'default', runningTasks: 0 },
      { name: 'etl', schedulingMode: 'FAIR', weight: 2, minShare: 1, runningTasks: 0 },
    ])
    expect(ctx.getSchedulingMode()).toBe('FAIR')
  })

  test.each([
    ['mode', { mode: 'fair' }],
    ['pools.a.weight', { pools: { a: { weight: 0 } } }],
    ['pools.a.minShare', { pools: { a: { minShare: -1 } } }],
  ])('scheduler.%s must make sense', async (name, scheduler) => {
    const options = { scheduler } as LocalOptions
    await expect(Context.local(options)).rejects.toMatchObject({
      code: 'ATOMIC2005',
      message: expect.stringContaining(`scheduler.${name}`),
    })
  })
})

describe('threads', () => {
  test.each([
    ['cancelJobGroup', (): void => ctx.cancelJobGroup('slow')],
    ['cancelJobsWithTag', (): void => ctx.cancelJobsWithTag('tag')],
    ['cancelAllJobs', (): void => ctx.cancelAllJobs()],
    ['cancelJob', (): void => ctx.cancelJob(1)],
  ])('%s stops running tasks, and leaves the slots to others', async (_name, cancel) => {
    await start({ transport: 'threads' })
    const job = ctx.withJobGroup('slow', () =>
      ctx.withJobTag('tag', () => jobs.untilInterrupted(ctx, folder)),
    )
    const rejected = expect(job).rejects.toMatchObject(cancelled)
    await twoTasksRun()
    ctx.cancelJobGroup('another group')
    ctx.cancelJob(99)
    expect(ctx.statusTracker.getSlotsInfo()).toEqual({ slots: 2, running: 2 })
    cancel()
    await rejected
    expect(await jobs.count(ctx, 4)).toBe(100)
  })

  test('a thread whose task does not stop is ended, and replaced', async () => {
    await start({ transport: 'threads' })
    const rejected = expect(jobs.never(ctx, folder)).rejects.toMatchObject(cancelled)
    await twoTasksRun()
    ctx.cancelAllJobs()
    await rejected
    expect(await jobs.count(ctx, 4)).toBe(100)
  })

  test.each([
    ['FIFO', [2, 2]],
    ['FAIR', [2, 3]],
  ] as const)('%s: which jobs get the first slots', async (mode, first) => {
    await start({ transport: 'threads', scheduler: { mode } })
    const [free, end] = [join(folder, 'free'), join(folder, 'end')]
    // Slots become free one after the other, and each keeps its next task until both have one.
    const before = jobs.untilFile(ctx, 2, free)
    await expect.poll(startedTasks).toHaveLength(2)
    const one = ctx.withLocalProperty('atomic.scheduler.pool', 'one', () => jobs.untilFile(ctx, 4, end))
    const two = ctx.withLocalProperty('atomic.scheduler.pool', 'two', () => jobs.untilFile(ctx, 4, end))
    await expect.poll(started).toHaveLength(3)
    writeFileSync(free, '')
    await expect.poll(startedTasks).toHaveLength(4)
    expect(startedTasks().slice(2)).toEqual(first)
    writeFileSync(end, '')
    await Promise.all([before, one, two])
  })
})

/** Resolves when each of two tasks has made its file. */
async function twoTasksRun(): Promise<void> {
  await expect.poll(() => readdirSync(folder)).toEqual(['0', '1'])
}

/** The id of a job that runs now, when it is over. */
async function running(job: Promise<unknown>): Promise<number> {
  const id = new Promise<number>((resolve) => {
    ctx.listen((event) => event.kind === 'jobStarted' && resolve(event.job))
  })
  await job
  return id
}

/** The job of each task that has begun, in their order. */
function startedTasks(): number[] {
  return events.flatMap((event) => (event.kind === 'taskStarted' ? [event.job] : []))
}

function started(): unknown[] {
  return events.flatMap((event) => {
    if (event.kind !== 'jobStarted') return []
    const { group, description, tags } = event
    return [
      { ...(group !== undefined && { group }), ...(description !== undefined && { description }), tags },
    ]
  })
}
