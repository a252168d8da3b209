import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AtomicError } from '@atomic-ts/atomic'
import { compile } from '@atomic-ts/compiler'
import { Context } from '@atomic-ts/runtime'
import { execaNode } from 'execa'
import { describe, expect, test } from 'vitest'
import { otherTasks, runAndKill } from './run-forever.ts'
import { atomic } from './start-worker.ts'
import { jobs, jobsFile, slots, useWorkers } from './use-workers.ts'

const workers = useWorkers()

test('every worker takes part, and each driver has a process of its own there', async () => {
  await workers.start(3)
  const seen = await Promise.all(
    [1, 2].map(async () => {
      await using ctx = await workers.connect()
      expect(ctx.defaultParallelism).toBe(3)
      return await jobs.processes(ctx, 3)
    }),
  )
  expect(new Set(seen.flat()).size).toBe(6)
})

test('a program runs unchanged on workers: by a flag, and by a variable', async () => {
  await workers.start(2)
  const here = await execaNode(atomic, ['run', 'examples/word-count.ts'])
  const flag = await execaNode(atomic, ['run', '--workers', workers.list, 'examples/word-count.ts'])
  const variable = await execaNode(atomic, ['run', 'examples/word-count.ts'], {
    env: { ATOMIC_WORKERS: workers.list },
  })
  expect([flag.stdout, variable.stdout]).toEqual([here.stdout, here.stdout])
  expect(flag.stderr).toBe('')
})

test('atomic cluster up starts workers, and ends them', async () => {
  const child = execaNode(atomic, ['cluster', 'up', '--workers', '2'], { buffer: false })
  const [, found = ''] = /^ATOMIC_WORKERS=(\S+)/m.exec(String(await once(child.stdout, 'data'))) ?? []
  await using ctx = await Context.create({ workers: found })
  expect(new Set(await jobs.processes(ctx, ctx.defaultParallelism)).size).toBe(2)
  await ctx.stop()
  child.kill('SIGTERM')
  expect((await child).exitCode).toBe(0)
  await expect(Context.create({ workers: found })).rejects.toMatchObject({ code: 'ATOMIC3009' })
})

describe('what crashes', () => {
  test('a task that ends its process is tried elsewhere, and the worker lives on', async () => {
    await workers.start(2)
    await using ctx = await workers.connect()
    expect(await jobs.crash(ctx, join(workers.folder, 'mark'))).toBe(780)
    expect(await jobs.crash(ctx, join(workers.folder, 'mark'))).toBe(780)
  })

  test('a task that always ends its process fails its job with a clear error, and no other job', async () => {
    await workers.start(2)
    await using ctx = await workers.connect()
    await using other = await workers.connect()
    const [failed, fine] = await Promise.allSettled([jobs.crash(ctx), jobs.countWords(other, 5000, 4)])
    const { reason } = failed as PromiseRejectedResult
    expect(reason).toBeInstanceOf(AtomicError)
    expect((reason as AtomicError).code).toBe('ATOMIC3002')
    expect((reason as AtomicError).message).toMatch(
      /failed 4 times.*The worker 127\.0\.0\.1:\d+ was lost: its executor process ended by SIGKILL/s,
    )
    expect(fine).toMatchObject({ status: 'fulfilled' })
    expect(await jobs.countWords(ctx, 970, 4)).toHaveLength(97)
  })

  test('a worker that is killed costs its tasks, not the job', async () => {
    await workers.start(3)
    await using ctx = await workers.connect()
    const sum = jobs.waitOnce(ctx, workers.folder)
    await expect
      .poll(() => existsSync(join(workers.folder, '0')) && readFileSync(join(workers.folder, '0'), 'utf8'))
      .toBeTruthy()
    const parent = Number(readFileSync(join(workers.folder, '0'), 'utf8'))
    const victim = workers.all.find(({ pid }) => pid === parent)
    expect(await victim?.end('SIGKILL')).toMatchObject({ signal: 'SIGKILL' })
    expect(await sum).toBe(15)
  })

  test('a driver that is killed leaves no process at its workers', async () => {
    await workers.start(1)
    await runAndKill(workers.folder, '--workers', workers.list)
  })
})

describe('what maps leave', () => {
  test.each([
    ['in memory', []],
    [
      'on disk, where it is not held and not fetched in memory',
      ['--shared-memory', '1', '--task-memory', '1'],
    ],
  ])('goes from worker to worker, %s', async (_name, flags) => {
    await workers.start(3, ...flags)
    await using ctx = await workers.connect()
    const found = await jobs.lengths(ctx, 60, 200_000)
    expect([...found].toSorted(([a], [b]) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, n) => [n, 200_000]),
    )
  })

  test('is computed again when its worker is killed: by the same job, and by a later one', async () => {
    await workers.start(3)
    await using ctx = await workers.connect()
    const texts = jobs.texts(ctx, 300, 100)
    // Now all of them are there, and each gets one of three tasks.
    await jobs.processes(ctx, 3)
    const stages: string[] = []
    ctx.listen(
      (event) => event.kind === 'stageStarted' && stages.push(`${event.name.split(' ')[0]} ${event.tasks}`),
    )
    expect(await texts.count()).toBe(300)
    expect(await texts.count()).toBe(300)
    expect(stages).toEqual(['map 3', 'count 3', 'count 3'])
    await workers.all[0]?.end('SIGKILL')
    expect(await texts.count()).toBe(300)
    expect(stages.slice(3)).toContain('map 1')
  })
})

test('what is sent along reaches all workers, in folders of their own, and those that come later', async () => {
  await workers.start(2, '--scratch', workers.folder)
  const large = 'x'.repeat(5 << 20)
  mkdirSync(join(workers.folder, 'sent', 'inner'), { recursive: true })
  writeFileSync(join(workers.folder, 'sent', 'inner', 'large.txt'), large, { mode: 0o444 })
  await using ctx = await workers.connect()
  ctx.addFile(join(workers.folder, 'sent'), { recursive: true })
  const seen = await jobs.sentLengths(ctx, 'sent/inner/large.txt', 2)
  expect(new Set(seen.map(([path]) => path)).size).toBe(2)
  expect(seen.every(([path, length]) => path.startsWith(workers.folder) && length === large.length)).toBe(
    true,
  )
  await workers.all[0]?.end('SIGKILL')
  const [, port = ''] = workers.all[0]?.address.split(':') ?? []
  await workers.start(1, '--scratch', workers.folder, '--port', port)
  await slots(ctx, 2)
  const later = await jobs.sentLengths(ctx, 'sent/inner/large.txt', 2)
  expect(new Set(later.map(([path]) => path)).size).toBe(2)
})

describe('a worker that is asked to end', () => {
  test('hands over what it keeps, and nothing is computed again', async () => {
    await workers.start(3)
    await using ctx = await workers.connect()
    await jobs.processes(ctx, 3)
    const texts = jobs.texts(ctx, 300, 1000)
    expect(await texts.count()).toBe(300)
    const stages: string[] = []
    ctx.listen((event) => event.kind === 'stageStarted' && stages.push(event.name))
    expect(await workers.all[0]?.end('SIGTERM')).toMatchObject({ exitCode: 0 })
    expect(await workers.all[1]?.end('SIGTERM')).toMatchObject({ exitCode: 0 })
    expect(await texts.count()).toBe(300)
    expect(stages).toEqual([expect.stringMatching(/^count at/)])
  })

  test('ends the tasks that it runs', async () => {
    await workers.start(2)
    await using ctx = await workers.connect()
    const failed: unknown[] = []
    ctx.listen((event) => event.kind === 'taskFailed' && failed.push(event.error))
    const sum = jobs.waitForFile(ctx, workers.folder, 2)
    await expect
      .poll(() => existsSync(join(workers.folder, 'runs-0')) && existsSync(join(workers.folder, 'runs-1')))
      .toBe(true)
    const ended = workers.all[0]?.end('SIGTERM')
    writeFileSync(join(workers.folder, 'go'), '')
    expect(await sum).toBe(1)
    expect(await ended).toMatchObject({ exitCode: 0 })
    expect(failed).toEqual([])
  })
})

describe('what is refused', () => {
  test('a worker that is not there', async () => {
    const gone = await workers.start(1)
    await workers.all[0]?.end()
    await expect(Context.create({ workers: gone })).rejects.toMatchObject({
      code: 'ATOMIC3009',
      message: expect.stringContaining(`The worker ${gone} cannot be reached`) as string,
    })
  })

  test('a worker with other tasks: the error says which are missing at either end, and where', async () => {
    await workers.start(1, '--bundle', otherTasks)
    const error: unknown = await workers.connect().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'ATOMIC3006' })
    const { message } = error as AtomicError
    expect(message).toMatch(/^ {2}- \S*jobs\.ts#countWords\.map@\w+ \(\S*jobs\.ts:\d+\)$/m)
    expect(message).toMatch(/^ {2}\+ \S*forever\.ts#main\.map@\w+ \(\S*forever\.ts:\d+\)$/m)
  })

  test('nothing, when the worker has the same bundle somewhere else', async () => {
    const { bundle } = await compile(jobsFile)
    cpSync(dirname(bundle), join(workers.folder, 'copy'), { recursive: true })
    await workers.start(1, '--bundle', join(workers.folder, 'copy', 'tasks.mjs'))
    await using ctx = await workers.connect()
    expect(await jobs.countWords(ctx, 970, 2)).toHaveLength(97)
  })

  test('to listen where other machines can connect', async () => {
    const { stderr, exitCode } = await execaNode(atomic, ['worker', '--port', '0', '--host', '0.0.0.0'], {
      reject: false,
    })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(
      /^ATOMIC8002: Other machines could connect to 0\.0\.0\.0 without proving who they are/,
    )
  })
})
