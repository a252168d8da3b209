import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BarrierTaskContext, Context, type JobEvent, type LocalOptions } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type * as Barrier from './barrier.ts'

const jobs = await load<typeof Barrier>(new URL('barrier.ts', import.meta.url).pathname)

let ctx: Context
let folder: string
let events: JobEvent[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-barrier-'))
})
afterEach(async () => {
  await ctx.stop()
  rmSync(folder, { recursive: true })
})

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  beforeEach(() => start({ slots: 3 }))

  async function start(options: LocalOptions): Promise<void> {
    ctx = await Context.local({ transport, ...options })
    events = []
    ctx.listen((event) => events.push(event))
  }

  async function restart(options: LocalOptions): Promise<void> {
    await ctx.stop()
    await start(options)
  }

  test.each([1, 2, 3])(
    'allGather() gives what all of %d tasks said, in the order of partitions',
    async (n) => {
      const found = await jobs.gathered(ctx, n)
      const sums = { 1: [90], 2: [20, 70], 3: [6, 24, 60] }[n] ?? []
      const sizes = [...sums, ...sums.map(() => n)]
      expect(found).toEqual(sums.map((_, id) => ({ id, sizes })))
    },
  )

  test('no task goes on before all of them have come to the barrier', async () => {
    expect(await jobs.meetsAt(ctx, 3, folder)).toEqual(Array.from({ length: 3 }, () => ['0', '1', '2']))
  })

  test('getTaskInfos() knows the slot of each task', async () => {
    const [slots = [], ...others] = await jobs.slotsOf(ctx, 3)
    expect(slots.toSorted((a, b) => a - b)).toEqual([0, 1, 2])
    expect(others).toEqual([slots, slots])
  })

  test('a barrier stage before a shuffle, and one behind it', async () => {
    expect(await jobs.aroundShuffles(ctx, 3)).toEqual([
      [0, 18],
      [1, 12],
      [2, 15],
    ])
  })

  test('barrier stages and other jobs at the same time', async () => {
    const both = Array.from({ length: 4 }, (_, i) =>
      i % 2 === 0 ? jobs.waiting(ctx, 3).count() : ctx.range(0, 10, { partitions: 5 }).count(),
    )
    expect(await Promise.all(both)).toEqual([10, 10, 10, 10])
  })

  test('a stage that needs more slots than there are fails at once', async () => {
    await expect(jobs.waiting(ctx, 4).count()).rejects.toMatchObject({
      code: 'ATOMIC2007',
      at: expect.stringMatching(/^barrier\.test\.ts:\d+$/),
      message: expect.stringContaining(
        'has 4 tasks, which must run at the same time, but the context has 3 slots',
      ),
    })
    expect(events).toEqual([])
  })

  test('a stage that would compute a part of an RDD, or has two barriers, fails at once', async () => {
    for (const [name, run] of Object.entries(jobs.refused(ctx, 3))) {
      const error = await run().catch((thrown: unknown) => thrown)
      expect(error, name).toMatchObject({
        code: 'ATOMIC2007',
        at: expect.stringMatching(/^barrier\.ts:\d+$/),
      })
    }
    expect(events).toEqual([])
  })

  test('a task that fails has all of them tried again, and what they added counts once', async () => {
    const tries = ctx.longAccumulator('tries')
    const heard = new Map<number, number[]>()
    await jobs.failsOnce(ctx, tries, folder, (partition, attempts) => {
      expect(heard.has(partition)).toBe(false)
      heard.set(partition, attempts)
    })
    expect([...heard].toSorted(([a], [b]) => a - b)).toEqual([0, 1, 2].map((i) => [i, [1]]))
    const files = readdirSync(folder).filter((file) => !file.endsWith('done'))
    expect(files.toSorted()).toEqual(['0-0', '0-1', '1-0', '1-1', '2-0', '2-1'])
    expect(tries.value).toBe(3)
  })

  test('the error of a stage that fails again and again', async () => {
    await restart({ slots: 2, maxFailures: 3 })
    await expect(jobs.alwaysFails(ctx)).rejects.toMatchObject({
      code: 'ATOMIC3001',
      message: expect.stringMatching(
        /The barrier stage 0 \(collect at barrier\.ts:\d+\) failed 3 times; the last time in the task of partition 0: RangeError: never/,
      ),
    })
    expect(await ctx.range(0, 9, { partitions: 4 }).count()).toBe(9)
  })

  test.each([
    ['ends', /partition 1 ended without the barrier\(\) that the task of partition 0 called/],
    [
      'differs',
      /called (allGather|barrier)\(\) while that of partition \d was waiting in (barrier|allGather)\(\)/,
    ],
    ['overlaps', /called barrier\(\) while it was waiting in barrier\(\)/],
  ])('calls that do not match fail the stage: %s', async (name, text) => {
    await restart({ slots: 2, maxFailures: 1 })
    const run = jobs.mismatches(ctx)[name]
    const error = await run?.().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'ATOMIC3001',
      cause: { code: 'ATOMIC3008', message: expect.stringMatching(text) },
    })
    expect(await jobs.waiting(ctx, 2).count()).toBe(10)
  })

  test('the first to call waits no longer than barrierTimeout for the last', async () => {
    await restart({ slots: 2, maxFailures: 1, barrierTimeout: 20 })
    await expect(jobs.waitsForEver(ctx)).rejects.toMatchObject({
      cause: {
        code: 'ATOMIC3008',
        message: expect.stringContaining('Only 1 of 2 tasks called barrier() within 20 ms'),
      },
    })
  })

  test('tasks that wait are cancelled', async () => {
    const controller = new AbortController()
    const running = new Set<number>()
    ctx.listen((event) => {
      if (event.kind === 'taskStarted' && running.add(event.partition).size === 2) controller.abort('enough')
    })
    await expect(jobs.waitsForEver(ctx, controller)).rejects.toMatchObject({ code: 'ATOMIC3005' })
    expect(await jobs.waiting(ctx, 3).count()).toBe(10)
  })

  test('all tasks begin again when one is killed, which is no failure', async () => {
    await restart({ slots: 3, maxFailures: 1 })
    ctx.listen((event) => {
      const isOne = event.kind === 'taskStarted' && event.attempt === 0 && event.partition === 1
      if (isOne) ctx.killTaskAttempt(event.taskId, 'to see')
    })
    expect(await jobs.attemptsOf(ctx)).toEqual([1, 1, 1])
    const killed = events.flatMap((event) => (event.kind === 'taskKilled' ? [event.reason] : []))
    expect(killed.toSorted((a, b) => a.localeCompare(b))).toEqual([
      ...['its barrier stage begins again', 'its barrier stage begins again'],
      'to see',
    ])
  })

  test('a cached barrier RDD is read by all tasks, or computed by all', async () => {
    const calls = ctx.longAccumulator()
    expect(await jobs.cached(ctx, 3, calls)).toEqual([10, 45])
    expect(calls.value).toBe(3)
  })

  test.runIf(transport === 'threads')(
    'all tasks compute a cached barrier RDD again when one is lost',
    async () => {
      const calls = ctx.longAccumulator()
      const cached = jobs.cachedRdd(ctx, 3, calls)
      expect(await cached.count()).toBe(10)
      const rejected = expect(jobs.neverEnds(ctx, folder)).rejects.toMatchObject({ code: 'ATOMIC3005' })
      await expect.poll(() => readdirSync(folder)).toEqual(['runs'])
      // Its thread is ended, since it does not stop, and what it holds is lost.
      ctx.cancelAllJobs()
      await rejected
      expect(await cached.count()).toBe(10)
      expect(calls.value).toBe(6)
    },
  )

  test('a function that gives no records is refused', async () => {
    await restart({ slots: 1, maxFailures: 1, validate: 'off' })
    await expect(jobs.gives(ctx, 7)).rejects.toMatchObject({ cause: { code: 'ATOMIC2003' } })
  })

  test('BarrierTaskContext belongs to barrier stages', async () => {
    await restart({ slots: 1, maxFailures: 1 })
    expect(() => BarrierTaskContext.get()).toThrow('ATOMIC2006')
    await expect(jobs.outsideOfBarrier(ctx)).rejects.toMatchObject({ cause: { code: 'ATOMIC2006' } })
  })
})
