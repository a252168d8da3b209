import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { AtomicError } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { Context, type LocalOptions } from '@atomic-ts/runtime'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type * as FailsToLoad from './fails-to-load.ts'
import type * as Jobs from './jobs.ts'

const jobs = await load<typeof Jobs>(new URL('jobs.ts', import.meta.url).pathname)
const line = /jobs\.ts:\d+/
// In the test runner's own process its hook formats stacks, and knows nothing of built programs.
const stackLine = { 'in-process': /(jobs\.ts|tasks\.mjs):\d+/, threads: line }

let ctx: Context
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-failures-'))
})
afterEach(async () => {
  await ctx.stop()
  rmSync(folder, { recursive: true })
})

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  test('a task that throws fails the job with the user error as its cause', async () => {
    const error = await failure({ transport }, jobs.throws)
    expect(error.code).toBe('ATOMIC3001')
    expect(error.message).toMatch(/partition 1 in stage 0 \(collect at jobs\.ts:\d+\) failed 4 times/)
    expect(error.cause).toBeInstanceOf(RangeError)
    expect((error.cause as RangeError).message).toBe('4 is too much')
    expect((error.cause as RangeError).stack).toMatch(stackLine[transport])
  })

  test('a task is tried as often as maxFailures says, and no partition more than it needs', async () => {
    const attempts: number[] = []
    const error = await failure({ transport, maxFailures: 2 }, (own) => {
      own.listen((event) => event.kind === 'taskFailed' && attempts.push(event.attempt))
      return jobs.throws(own)
    })
    expect(error.message).toContain('failed 2 times')
    expect(attempts).toEqual([0, 1])
  })

  test('a task that fails three times and then succeeds gives the right answer', async () => {
    ctx = await Context.local({ slots: 2, transport })
    expect(await jobs.failsAtFirst(ctx, join(folder, 'log'), 3)).toBe(15)
  })

  test('process.exit in a task fails the task, not the process', async () => {
    const error = await failure({ transport }, jobs.exits)
    expect(error).toMatchObject({ code: 'ATOMIC3001', cause: { code: 'ATOMIC3004' } })
    expect(error.message).toContain('process.exit(3)')
    expect(await ctx.range(3).count()).toBe(3)
  })

  test.each([
    ['an error that is its own cause', jobs.throwsInCircles, /Error: round and round/],
    ['what fails when it is looked at', jobs.throwsTrap, /a value was thrown that is not an error/i],
    ['an error with more than an error should carry', jobs.throwsMuch, /Error: much/],
  ])('%s fails the task like any other', async (_name, job, text) => {
    const error = await failure({ transport, maxFailures: 2 }, job)
    expect(error).toMatchObject({ code: 'ATOMIC3001', message: expect.stringMatching(text) })
    expect(error.cause).not.toHaveProperty('data')
  })

  test.each([
    ['a record that is a function', jobs.givesFunctions, 'ATOMIC4001', /user\.callback/],
    ['a record that is no pair', jobs.joinsWhatIsNoPair, 'ATOMIC4003', /\[key, value\]/],
    ['a key that cannot be compared', jobs.keysByFunctions, 'ATOMIC4002', /function/],
  ])('%s is refused by name', async (_name, job, code, text) => {
    const error = await failure({ transport, maxFailures: 1 }, job)
    expect(error.cause).toMatchObject({ code, message: expect.stringMatching(text) })
  })

  test('a captured value that cannot travel is refused where the operator is called', async () => {
    const error = await failure({ transport }, async (own) => jobs.capturesWhatCannotTravel(own))
    expect(error).toMatchObject({ code: 'ATOMIC4001', at: expect.stringMatching(line) })
    expect(error.message).toContain('(secret)')
  })

  test('saveAsTextFile writes everything or nothing', async () => {
    const path = join(folder, 'out')
    const error = await failure({ transport }, (own) => jobs.failsToSave(own, path))
    expect(error.cause).toMatchObject({ message: 'no line for 60' })
    expect(readdirSync(folder)).toEqual([])
    await jobs.saves(ctx, path)
    expect(readdirSync(path)).toEqual(['_SUCCESS', 'part-00000', 'part-00001', 'part-00002', 'part-00003'])
    expect(await ctx.textFile(path).collect()).toEqual(Array.from({ length: 100 }, (_, n) => `line ${n}`))
  })

  test('saveAsTextFile refuses a folder that exists', async () => {
    const path = join(folder, 'out')
    ctx = await Context.local({ slots: 2, transport })
    await jobs.saves(ctx, path)
    await expect(jobs.saves(ctx, path)).rejects.toMatchObject({ code: 'ATOMIC5003' })
    expect(readdirSync(folder)).toEqual(['out'])
  })

  test('a stopped context refuses jobs', async () => {
    ctx = await Context.local({ slots: 2, transport })
    const rdd = ctx.range(3)
    await ctx.stop()
    await expect(rdd.count()).rejects.toMatchObject({ code: 'ATOMIC2001' })
  })
})

describe('threads', () => {
  test('a thread out of memory fails the job by name, and is replaced', async () => {
    const error = await failure({ transport: 'threads', memory: 48, maxFailures: 2 }, jobs.fillsMemory)
    expect(error).toMatchObject({ code: 'ATOMIC3003', message: expect.stringContaining('48 MB') })
    expect(await ctx.range(100).count()).toBe(100)
  })

  test('an error beside the task that ends its thread is told, and the context goes on', async () => {
    const path = join(folder, 'numbers.gz')
    writeFileSync(path, gzipSync(Array.from({ length: 500_000 }, (_, i) => i).join('\n')))
    const error = await failure({ transport: 'threads' }, (own) => jobs.dies(own, path))
    expect(error).toMatchObject({
      code: 'ATOMIC3002',
      message: expect.stringContaining('thrown beside the task'),
    })
    expect(await ctx.range(100).count()).toBe(100)
  })

  test('a task bundle that fails to load is refused with its own error', async () => {
    const { limited } = await load<typeof FailsToLoad>(new URL('fails-to-load.ts', import.meta.url).pathname)
    const error = await failure({ transport: 'threads' }, limited)
    expect(error).toMatchObject({ code: 'ATOMIC3006', at: expect.stringMatching(/fails-to-load\.ts:7:9/) })
    expect(error.cause).toMatchObject({ message: 'no limit on a worker' })
    expect(await jobs.failsAtFirst(ctx, join(folder, 'log'), 0)).toBe(15)
  })

  test('stop() ends a task that never ends', async () => {
    ctx = await Context.local({ slots: 2, transport: 'threads' })
    const started = new Promise<void>((resolve) => {
      ctx.listen(({ kind }) => kind === 'taskStarted' && resolve())
    })
    const job = jobs.never(ctx)
    const rejected = expect(job).rejects.toMatchObject({ code: 'ATOMIC3005' })
    await started
    await ctx.stop()
    await rejected
  })
})

async function failure(options: LocalOptions, job: (ctx: Context) => Promise<unknown>): Promise<AtomicError> {
  ctx = await Context.local({ slots: 2, ...options })
  const error: unknown = await job(ctx).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(AtomicError)
  return error as AtomicError
}
