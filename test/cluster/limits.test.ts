import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from '@atomic-ts/compiler'
import { Context, type ContextOptions } from '@atomic-ts/runtime'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sayAndClose } from './hostile-clients.ts'
import type * as Jobs from './jobs.ts'
import { startProxy, type Proxy } from './proxy.ts'
import { startWorker, startWorkerWith, type TestWorker } from './start-worker.ts'

const jobs = await load<typeof Jobs>(fileURLToPath(new URL('jobs.ts', import.meta.url)))

let folder: string
let workers: TestWorker[] = []
let proxies: Proxy[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-limits-'))
})
afterEach(async () => {
  await Promise.all([...workers.map((worker) => worker.end()), ...proxies.map((proxy) => proxy.close())])
  workers = []
  proxies = []
  rmSync(folder, { recursive: true })
})

describe('the door of a worker', () => {
  test('lets nobody in from an address whose attempts have failed sixty times, and others as before', async () => {
    const secretFile = join(folder, 'secret')
    writeFileSync(secretFile, 'a secret that all of us know')
    const security = { secretFile }
    const address = await start('--secret-file', secretFile)
    await using inside = await Context.create({ workers: address, security })
    const hello = { kind: 'hello', protocol: 1, role: 'driver', nonce: 'A'.repeat(43), hasSecret: false }
    const attempts = Array.from({ length: 60 }, () => sayAndClose(address, JSON.stringify(hello)))
    await Promise.all(attempts)
    await expect(Context.create({ workers: address, security })).rejects.toMatchObject({
      code: 'ATOMIC8011',
      message: expect.stringContaining(`The worker ${address} lets nobody in from this address`) as string,
    })
    const elsewhere = await through(address, { caller: '127.0.0.2' })
    await using other = await Context.create({ workers: elsewhere, security })
    expect(await jobs.countWords(other, 970, 2)).toHaveLength(97)
    expect(await jobs.countWords(inside, 970, 2)).toHaveLength(97)
    const warnings = workers[0]?.errors().match(/127\.0\.0\.1 has had too many failed attempts/g)
    expect(warnings).toHaveLength(1)
  })

  test('lets so many drivers in, and one more when one has gone', async () => {
    const address = await start('--sessions', '1')
    await using first = await Context.create({ workers: address })
    await expect(Context.create({ workers: address })).rejects.toMatchObject({
      code: 'ATOMIC3009',
      message: expect.stringContaining('The worker works for 1 drivers already') as string,
    })
    expect(await jobs.countWords(first, 970, 2)).toHaveLength(97)
    await first.stop()
    await using next = await connectLater({ workers: address })
    expect(await jobs.countWords(next, 970, 2)).toHaveLength(97)
  })

  test('passes so many lines of tasks on, and says how many more there were', async () => {
    const address = await start('--log-lines', '100')
    await using ctx = await Context.create({ workers: address })
    expect(await jobs.chatter(ctx, 5000)).toBe(5000)
    await ctx.stop()
    const lines = (): string[] => workers[0]?.output().match(/^line \d+$/gm) ?? []
    await expect
      .poll(() => workers[0]?.output())
      .toContain('atomic: 4900 more lines of tasks are left out (--log-lines 100)')
    expect(lines()).toEqual(Array.from({ length: 100 }, (_, i) => `line ${i}`))
  })
})

test('a worker that is called may reset connections at first', async () => {
  const address = await through(await start(), { resets: 3 })
  await using ctx = await Context.create({ workers: address })
  expect(await jobs.countWords(ctx, 970, 2)).toHaveLength(97)
})

test('blocks of many files are served with few open at a time', async () => {
  const flags = ['--slots', '1', '--shared-memory', '1', '--task-memory', '1']
  workers = await Promise.all([1, 2].map(() => startWorkerWith({ files: 75 }, ...flags)))
  await using ctx = await Context.create({ workers: workers.map(({ address }) => address) })
  let started = 0
  ctx.listen((event) => event.kind === 'taskStarted' && started++)
  expect(await jobs.toOne(ctx, 500, 20_000)).toBe(10_000_000)
  // Blocks that could not be read would be computed again.
  expect(started).toBe(501)
})

test('a large file goes to a worker as it takes it, and not through the memory of the driver', async () => {
  const address = await through(await start('--scratch', folder))
  const path = join(folder, 'large')
  const size = 192 << 20
  writeFileSync(path, '')
  truncateSync(path, size)
  await using ctx = await Context.create({ workers: address })
  expect(await jobs.countWords(ctx, 970, 1)).toHaveLength(97)
  const release = proxies[0]?.hold()
  const before = process.memoryUsage().rss
  ctx.addFile(path)
  expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20)
  release?.()
  expect(await jobs.sentSizes(ctx, 'large')).toEqual([size])
  expect(process.memoryUsage().rss - before).toBeLessThan(96 << 20)
})

async function start(...flags: string[]): Promise<string> {
  const worker = await startWorker('--slots', '1', ...flags)
  workers.push(worker)
  return worker.address
}

async function through(address: string, options: Parameters<typeof startProxy>[1] = {}): Promise<string> {
  const proxy = await startProxy(address, options)
  proxies.push(proxy)
  return proxy.address
}

/** Connects as soon as the worker lets it. */
async function connectLater(options: ContextOptions): Promise<Context> {
  for (;;) {
    const ctx = await Context.create(options).catch(() => undefined)
    if (ctx) return ctx
  }
}
