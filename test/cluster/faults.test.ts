import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { childrenOf, isAlive } from './processes.ts'
import { otherTasks } from './run-forever.ts'
import { jobs, useWorkers } from './use-workers.ts'

const workers = useWorkers()

const soon = { timeout: 10_000 }
const allDense = Array.from({ length: 60 }, (_, n) => [n, 50_000])

test('a driver that one worker refuses leaves nothing at the others', async () => {
  await workers.start(1)
  await workers.start(1, '--bundle', otherTasks)
  await expect(workers.connect()).rejects.toMatchObject({ code: 'ATOMIC3006' })
  await expect.poll(() => workers.all.flatMap(({ pid }) => childrenOf(pid)), soon).toEqual([])
})

test('a worker that is killed while tasks write files leaves none', async () => {
  await workers.start(1, '--slots', '3', '--shared-memory', '0.01', '--scratch', workers.folder)
  await using ctx = await workers.connect()
  const job = jobs.dense(ctx, 3000, 5000, 30).catch((error: unknown) => error)
  const files = (): string[] =>
    readdirSync(workers.folder).flatMap((each) => readdirSync(join(workers.folder, each)))
  await expect.poll(() => files().length, soon).toBeGreaterThan(3)
  const children = workers.all.flatMap(({ pid }) => childrenOf(pid))
  await workers.all[0]?.end('SIGKILL')
  await expect.poll(() => children.filter(isAlive), soon).toEqual([])
  expect(readdirSync(workers.folder)).toEqual([])
  await ctx.stop()
  expect(await job).toMatchObject({ code: 'ATOMIC3005' })
})

test.skipIf(process.platform !== 'linux')(
  'a worker asks whether the machine of an idle driver is there',
  async () => {
    const address = await workers.start(1)
    await using ctx = await workers.connect()
    expect(await ctx.range(10).sum()).toBe(45)
    const port = Number(address.split(':')[1]).toString(16).toUpperCase().padStart(4, '0')
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
  await workers.start(3)
  await using ctx = await workers.connect({ workerTimeout: 3000 })
  await jobs.processes(ctx, 3)
  const texts = jobs.texts(ctx, 300, 1000)
  expect(await texts.count()).toBe(300)
  const pid = workers.all[0]?.pid ?? 0
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
  const full = join(workers.folder, 'full')
  mkdirSync(full)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', full])
  try {
    const flags = ['--shared-memory', '0.1', '--task-memory', '1', '--scratch']
    await workers.start(1, ...flags, full)
    await workers.start(2, ...flags, workers.folder)
    await using ctx = await workers.connect()
    await jobs.processes(ctx, 3)
    const failed: unknown[] = []
    ctx.listen((event) => event.kind === 'taskFailed' && failed.push(event.error))
    expect(await jobs.dense(ctx, 60, 50_000, 6)).toEqual(allDense)
    expect(failed.length).toBeGreaterThan(0)
    for (const error of failed) expect(error).toMatchObject({ code: 'ATOMIC7001' })
  } finally {
    await workers.all[0]?.end()
    execFileSync('umount', [full])
  }
})

test('what many jobs leave, and nobody reads again, does not pile up', async () => {
  await workers.start(1, '--shared-memory', '0.1', '--scratch', workers.folder)
  await using ctx = await workers.connect()
  const files = (place: string): string[] => readdirSync(place).map((each) => join(place, each))
  const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
  const size = (): number =>
    files(workers.folder)
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
