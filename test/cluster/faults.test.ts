import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile, load } from '@atomic-ts/compiler'
import { Context, type ContextOptions } from '@atomic-ts/runtime'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type * as Jobs from './jobs.ts'
import { childrenOf, isAlive } from './processes.ts'
import { startWorker, type TestWorker } from './start-worker.ts'

const entry = fileURLToPath(new URL('jobs.ts', import.meta.url))
const jobs = await load<typeof Jobs>(entry)

let folder: string
let workers: TestWorker[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-faults-'))
})
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.end()))
  workers = []
  rmSync(folder, { recursive: true })
})

const soon = { timeout: 10_000 }
const allDense = Array.from({ length: 60 }, (_, n) => [n, 50_000])

test('a driver that one worker refuses leaves nothing at the others', async () => {
  const path = join(dirname(entry), `.${process.pid}-faults.ts`)
  writeFileSync(path, readFileSync(entry, 'utf8').replace('n % 97', 'n % 79'))
  const { bundle } = await compile(path, { cache: folder }).finally(() => rmSync(path))
  workers = [await startWorker('--slots', '1'), await startWorker('--slots', '1', '--bundle', bundle)]
  await expect(connect()).rejects.toMatchObject({ code: 'ATOMIC3006' })
  await expect.poll(() => workers.flatMap(({ pid }) => childrenOf(pid)), soon).toEqual([])
})

test('a worker that is killed while tasks write files leaves none', async () => {
  workers = [await startWorker('--slots', '3', '--shared-memory', '0.01', '--scratch', folder)]
  await using ctx = await connect()
  const job = jobs.dense(ctx, 3000, 5000, 30).catch((error: unknown) => error)
  const files = (): string[] => readdirSync(folder).flatMap((each) => readdirSync(join(folder, each)))
  await expect.poll(() => files().length, soon).toBeGreaterThan(3)
  const children = workers.flatMap(({ pid }) => childrenOf(pid))
  await workers[0]?.end('SIGKILL')
  await expect.poll(() => children.filter(isAlive), soon).toEqual([])
  expect(readdirSync(folder)).toEqual([])
  await ctx.stop()
  expect(await job).toMatchObject({ code: 'ATOMIC3005' })
})

test.skipIf(process.platform !== 'linux')(
  'a worker asks whether the machine of an idle driver is there',
  async () => {
    workers = [await startWorker('--slots', '1')]
    await using ctx = await connect()
    expect(await ctx.range(10).sum()).toBe(45)
    const port = Number(workers[0]?.address.split(':')[1]).toString(16).toUpperCase().padStart(4, '0')
    const timers = (): string[] =>
      readFileSync('/proc/net/tcp', 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/ +/))
        .filter(([, local = '', , state]) => local.endsWith(`:${port}`) && state === '01')
        .map(([, , , , , timer = '']) => timer.slice(0, 2))
    // 02 is the timer of a connection that is asked when it is idle.
    await expect.poll(timers, soon).toEqual(['02'])
  },
)

test('blocks of a worker that has stopped are not waited for longer than the driver waits for it', async () => {
  workers = await Promise.all([1, 2, 3].map(() => startWorker('--slots', '1')))
  await using ctx = await connect({ workerTimeout: 3000 })
  await jobs.processes(ctx, 3)
  const texts = jobs.texts(ctx, 300, 1000)
  expect(await texts.count()).toBe(300)
  const pid = workers[0]?.pid ?? 0
  const lost: number[] = []
  const again: number[] = []
  ctx.listen((event) => {
    if (event.kind === 'taskFailed') lost.push(performance.now())
    if (event.kind === 'taskStarted') again.push(performance.now())
  })
  process.kill(pid, 'SIGSTOP')
  expect(await texts.count()).toBe(300)
  process.kill(pid, 'SIGCONT')
  // Those that wait for its blocks hear of its end with the driver, and not after three times its patience.
  expect(Math.max(...again) - Math.min(...lost)).toBeLessThan(3000)
})

test.skipIf(!canMount())('a worker with a full disk costs the job nothing but time', async () => {
  const full = join(folder, 'full')
  mkdirSync(full)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', full])
  try {
    const flags = ['--slots', '1', '--shared-memory', '0.1', '--task-memory', '1']
    const places = [full, folder, folder]
    workers = await Promise.all(places.map((scratch) => startWorker(...flags, '--scratch', scratch)))
    await using ctx = await connect()
    await jobs.processes(ctx, 3)
    const failed: unknown[] = []
    ctx.listen((event) => event.kind === 'taskFailed' && failed.push(event.error))
    expect(await jobs.dense(ctx, 60, 50_000, 6)).toEqual(allDense)
    expect(failed.length).toBeGreaterThan(0)
    for (const error of failed) expect(error).toMatchObject({ code: 'ATOMIC7001' })
  } finally {
    await workers[0]?.end()
    execFileSync('umount', [full])
  }
})

test('what many jobs leave, and nobody reads again, does not pile up', async () => {
  const flags = ['--slots', '1', '--shared-memory', '0.1', '--scratch', folder]
  workers = [await startWorker(...flags)]
  await using ctx = await connect()
  const files = (place: string): string[] => readdirSync(place).map((each) => join(place, each))
  const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
  const size = (): number =>
    files(folder)
      .flatMap(files)
      .reduce((sum, path) => sum + sizeOf(path), 0)
  let most = 0
  // Each job leaves 10 MB.
  for (let i = 0; i < 40 && (most < 50 << 20 || size() >= most / 2); i++) {
    most = Math.max(most, size())
    expect(await jobs.dense(ctx, 20, 500_000, 2)).toHaveLength(20)
  }
  await expect.poll(() => size() < most / 2, soon).toBe(true)
  expect(most).toBeLessThan(300 << 20)
})

function connect(options: ContextOptions = {}): Promise<Context> {
  return Context.create({ workers: workers.map(({ address }) => address), ...options })
}

function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'atomic-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', place], { stdio: 'ignore' })
    execFileSync('umount', [place])
    return true
  } catch {
    return false
  } finally {
    rmSync(place, { recursive: true })
  }
}
