import { fileURLToPath } from 'node:url'
import { load } from '@atomic-ts/compiler'
import { Context } from '@atomic-ts/runtime'
import { expect, test } from 'vitest'
import type * as Jobs from './jobs.ts'

const jobs = await load<typeof Jobs>(fileURLToPath(new URL('jobs.ts', import.meta.url)))
const bounds = { minWorkers: 1, maxWorkers: 3, slots: 1 }

test('workers come up while tasks wait for them, and go when they are idle', async () => {
  const allocation = { ...bounds, backlogTimeout: 20, idleTimeout: 100 }
  await using ctx = await Context.create({ allocation })
  expect(ctx.defaultParallelism).toBe(3)
  const busy = await jobs.processes(ctx, 3)
  expect(new Set(busy).size).toBe(3)
  await expect.poll(() => ctx.statusTracker.getSlotsInfo().slots).toBe(1)
  await expect.poll(() => busy.filter(isThere)).toHaveLength(1)
  expect(await ctx.range(10).sum()).toBe(45)
})

test('workers that are released hand over their outputs: a later job computes none again', async () => {
  const allocation = { ...bounds, backlogTimeout: 20, idleTimeout: 100 }
  await using ctx = await Context.create({ allocation })
  await jobs.processes(ctx, 3)
  const words = jobs.texts(ctx, 30, 10)
  expect(await words.count()).toBe(30)
  await expect.poll(() => ctx.statusTracker.getSlotsInfo().slots).toBe(1)
  const stages: string[] = []
  ctx.listen((event) => event.kind === 'stageStarted' && stages.push(event.name))
  expect(await words.count()).toBe(30)
  expect(stages).toEqual([expect.stringMatching(/^count/)])
})

test('a stopped context leaves no worker behind, also one that is killed', async () => {
  const ctx = await Context.create({ allocation: { ...bounds, minWorkers: 2 } })
  const [first = 0, second = 0] = await jobs.processes(ctx, 2)
  process.kill(first, 'SIGKILL')
  expect(await ctx.range(10).sum()).toBe(45)
  await ctx.stop()
  await expect.poll(() => [first, second].filter(isThere)).toEqual([])
})

test.each([
  ['maxWorkers', { maxWorkers: 0 }],
  ['minWorkers', { minWorkers: 0, maxWorkers: 1 }],
  ['slots', { maxWorkers: 1, slots: 0.5 }],
  ['idleTimeout', { maxWorkers: 1, idleTimeout: 0 }],
])('allocation.%s out of range is refused', async (name, allocation) => {
  const refused = Context.create({ allocation })
  await expect(refused).rejects.toMatchObject({ code: 'ATOMIC2005', message: expect.stringContaining(name) })
})

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
