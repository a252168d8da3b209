import { once } from 'node:events'
import { readdirSync, truncateSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Context } from '@atomic-ts/runtime'
import { describe, expect, test } from 'vitest'
import type { JobEvent } from '@atomic-ts/core/internal'
import { startProxy } from '../cluster/proxy.ts'
import { jobs, slots, useWorkers } from '../cluster/use-workers.ts'

/** The mistakes of other engines that need a cluster, on worker processes. */
const workers = useWorkers()

describe('a fetch failure keeps its identity', () => {
  test('what is damaged is computed again, that alone, and no task counts as failed', async () => {
    await workers.start(2, '--shared-memory', '1', '--scratch', workers.folder)
    // A task may not fail even once.
    await using ctx = await workers.connect({ maxFailures: 1 })
    const texts = jobs.texts(ctx, 60, 200_000)
    expect(await texts.count()).toBe(60)
    const news = heard(ctx)
    for (const file of shuffleFiles()) truncateSync(file, 10)
    expect(await texts.count()).toBe(60)
    const missed = news.filter((event) => event.kind === 'taskFailed')
    expect(missed.length).toBeGreaterThan(0)
    for (const { error } of missed) expect(error).toMatchObject({ code: 'ATOMIC7002' })
    expect(stages(news).filter((name) => name.startsWith('map'))).not.toEqual([])
  })
})

describe('a missing map output', () => {
  test('is no shifted one: every map task counts once, whichever worker is gone', async () => {
    await workers.start(3)
    await using ctx = await workers.connect()
    await jobs.processes(ctx, 3)
    const counted = jobs.byMapTask(ctx, 9)
    const all = Array.from({ length: 9 }, (_, task) => [task, 100])
    expect((await counted.collect()).toSorted(([a], [b]) => a - b)).toEqual(all)
    await workers.all[1]?.end('SIGKILL')
    await slots(ctx, 2)
    expect((await counted.collect()).toSorted(([a], [b]) => a - b)).toEqual(all)
  })
})

describe('HTTP statuses count', () => {
  test.each([200, 302, 404, 503])('%i is no worker, and the error says so', async (status) => {
    const server = createServer((_request, response) => response.writeHead(status).end('{}'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`
    await expect(Context.create({ workers: address })).rejects.toMatchObject({
      code: 'ATOMIC3009',
      message: expect.stringContaining(`response: ${status}`) as string,
    })
    server.close()
  })
})

describe('records of the driver', () => {
  test('are sent to a worker once, and not again for every action', async () => {
    const proxy = await startProxy(await workers.start(1))
    await using ctx = await Context.create({ workers: proxy.address })
    const texts = ctx.parallelize(
      Array.from({ length: 40 }, (_, i) => `${i}`.padEnd(50_000, 'x')),
      4,
    )
    const before = proxy.sent()
    expect(await jobs.lengthsOf(texts)).toBe(2_000_000)
    const first = proxy.sent()
    expect(first - before).toBeGreaterThan(2_000_000)
    for (let i = 0; i < 3; i++) expect(await jobs.lengthsOf(texts)).toBe(2_000_000)
    expect(proxy.sent() - first).toBeLessThan(100_000)
    await ctx.stop()
    await proxy.close()
  })

  test('are there for later actions on disk, when there is no room in memory, and go when nobody can ask', async () => {
    await workers.start(1, '--shared-memory', '1', '--scratch', workers.folder)
    await using ctx = await workers.connect()
    await askThrice(ctx)
    expect(filesOf('source')).not.toEqual([])
    setFlagsFromString('--expose-gc')
    const gc = runInNewContext('gc') as () => void
    const left = (): readonly string[] => (gc(), filesOf('source'))
    await expect.poll(left, { timeout: 10_000 }).toEqual([])
  })
})

test('speculation does not wait for the slow copy, even when that cannot be stopped', async () => {
  await workers.start(2)
  await using ctx = await workers.connect({ speculation: { multiplier: 1.5, quantile: 0.5, minRuntime: 10 } })
  const news = heard(ctx)
  expect((await jobs.hangsFirst(ctx, workers.folder)).toSorted(([a], [b]) => a - b)).toEqual([
    [0, 6],
    [1, 9],
  ])
  // Which of the two copies comes first, and hangs, is up to the machine.
  const slow = { stage: 0, partition: 5, reason: 'another copy of it has finished' }
  expect(news).toContainEqual(expect.objectContaining({ kind: 'taskKilled', ...slow }))
})

test('there is no fixed task timeout: a task is busy for much longer than a worker may be silent', async () => {
  await workers.start(2)
  await using ctx = await workers.connect({ workerTimeout: 1000 })
  const news = heard(ctx)
  expect(await jobs.busyFor(ctx, 3000)).toBe(1)
  expect(news.filter(({ kind }) => kind === 'taskFailed')).toEqual([])
})

async function askThrice(ctx: Context): Promise<void> {
  const texts = ctx.parallelize(
    Array.from({ length: 40 }, (_, i) => `${i}`.padEnd(50_000, 'x')),
    4,
  )
  for (let i = 0; i < 3; i++) expect(await jobs.lengthsOf(texts)).toBe(2_000_000)
}

function heard(ctx: Context): JobEvent[] {
  const news: JobEvent[] = []
  ctx.listen((event) => news.push(event))
  return news
}

function stages(news: readonly JobEvent[]): string[] {
  return news.flatMap((event) => (event.kind === 'stageStarted' ? [event.name] : []))
}

function shuffleFiles(): readonly string[] {
  return filesOf('shuffle')
}

/** The files of a kind in the scratch folders of all workers. */
function filesOf(kind: string): readonly string[] {
  return readdirSync(workers.folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && each.name.startsWith(`${kind}-`))
    .map((each) => join(each.parentPath, each.name))
}
