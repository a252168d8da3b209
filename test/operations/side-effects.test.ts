import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AtomicError, AtomicFiles, type CallOptions } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { Context, type LocalOptions } from '@atomic-ts/runtime'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type * as Jobs from './side-effects-jobs.ts'

// How long a busy machine may take to start a thread or a program, in milliseconds.
const patience = 30_000

const jobs = await load<typeof Jobs>(new URL('side-effects-jobs.ts', import.meta.url).pathname)
const line = /side-effects-jobs\.ts:\d+/

let ctx: Context
let folder: string
let log: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-effects-'))
  log = join(folder, 'log')
})
afterEach(async () => {
  await ctx.stop()
  rmSync(folder, { recursive: true })
})

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  const open = async (options: LocalOptions = {}): Promise<Context> =>
    (ctx = await Context.local({ slots: 2, transport, ...options }))

  test('no more calls run than concurrency says, and as many', async () => {
    expect(Math.max(...(await jobs.mostAtATime(await open(), { concurrency: 5 })))).toBe(5)
  })

  test('records are pulled as calls end: take() makes few calls of a million', async () => {
    expect(await jobs.callsMade(await open({ slots: 1 }))).toBeLessThan(200)
  })

  test('results that wait for their place in the order are bounded too', async () => {
    const made = await jobs.madeMeanwhile(await open({ slots: 1 }), 4)
    expect(made).toBe(7)
  })

  test.each([
    [true, [0, 1]],
    [false, [1, 0]],
  ])('results come as they are ready, or in order: %s', async (ordered, expected) => {
    expect(await jobs.lastFirst(await open(), ordered)).toEqual(expected)
  })

  test('a call that fails after its retries fails the task with its own error', async () => {
    const error = await failure(jobs.failingCalls(await open({ maxFailures: 2 }), log, 2))
    expect(error).toMatchObject({ code: 'ATOMIC3001', cause: { message: 'no answer for 2' } })
    expect(error.cause).toBeInstanceOf(RangeError)
    expect(readFileSync(log, 'utf8')).toBe('0\n1\n2\n'.repeat(2))
  })

  test('what a call rejects with need not be an error', async () => {
    const error = await failure(jobs.throwsNoError(await open({ maxFailures: 1 })))
    expect(error).toMatchObject({ code: 'ATOMIC3001', cause: 'just text' })
  })

  test('a call that takes too long is named by its record, shortened, and hears of it', async () => {
    const error = await failure(
      jobs.hangs(await open({ maxFailures: 1 }), log, { timeout: 20, retries: 1, backoff: 0 }),
    )
    expect(error.cause).toMatchObject({ code: 'ATOMIC6001' })
    expect(error.message).toMatch(
      /the record \{"id":7,"text":"x{50,70}… took longer than its timeout of 20 ms/,
    )
    expect(readFileSync(log, 'utf8')).toBe('called\naborted\n'.repeat(2))
  })

  test('calls under way hear that the job is cancelled', async () => {
    const job = failure(jobs.hangs(await open(), log, {}))
    await vi.waitFor(() => expect(existsSync(log)).toBe(true), patience)
    await ctx.stop()
    expect(await job).toMatchObject({ code: 'ATOMIC3005' })
    await vi.waitFor(() => expect(readFileSync(log, 'utf8')).toBe('called\naborted\n'), patience)
  })

  test('a slot makes no more calls a second than the rate limit, over all of its tasks', async () => {
    const times = (await jobs.startTimes(await open({ slots: 1 }), 20)).toSorted((a, b) => a - b)
    // A second, less what a busy machine takes from the turn of the first call to the call. Without a limit it is nothing.
    expect((times[20] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(500)
    expect(times).toHaveLength(25)
  })

  test('foreachAsync calls its function once for each record', async () => {
    await jobs.loggedForeach(await open(), log)
    const seen = readFileSync(log, 'utf8').trim().split('\n').map(Number)
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n))
  })

  test('flatMapAsync names what it needs', async () => {
    expect((await failure(jobs.notIterable(await open({ validate: 'off' })))).message).toContain(
      'must resolve to an iterable',
    )
    await ctx.stop()
    expect((await failure(jobs.notIterable(await open()))).message).toContain('Iterable<number> is declared')
  })

  test.each([
    ['map', jobs.asyncMap],
    ['foreach', jobs.asyncForeach],
  ])('%s refuses an async function where it is called', async (_name, job) => {
    await open()
    const error = await failure(Promise.resolve(ctx).then<unknown>(job))
    expect(error).toMatchObject({ code: 'ATOMIC2002', at: expect.stringMatching(line) })
    expect(error.message).toContain('mapAsync')
  })

  test('a promise among the records is refused by name', async () => {
    expect((await failure(jobs.promiseOf(await open()))).message).toContain('mapAsync')
  })

  test('a program that fails is told by its command, its code and what it said last', async () => {
    const script = 'cat > /dev/null; for i in $(seq 30); do echo "line $i" >&2; done; exit 3'
    const options = { stderr: 'drop' } as const
    const error = await failure(jobs.piped(await open({ maxFailures: 1 }), ['sh', '-c', script], options))
    expect(error.cause).toMatchObject({ code: 'ATOMIC6002' })
    expect(error.message).toContain('`sh -c "cat > /dev/null;')
    expect(error.message).toContain('ended with exit code 3')
    expect(error.message).toMatch(/ {4}line 11\n[^]* {4}line 30$/)
    expect(error.message).not.toContain('line 10\n')
  })

  test.each([
    ['a program that a signal ends', ['sh', '-c', 'kill -9 $$'], {}, /ended by the signal SIGKILL/],
    ['a program that does not exist', ['no-such-program-at-all'], {}, /no-such-program-at-all was not found/],
    ['a working directory that does not exist', ['cat'], { cwd: '/no/such/folder' }, /no working directory/],
    ['a program that hangs', 'sleep 60', { timeout: 200 }, /longer than its timeout of 200 ms/],
    [
      'a program whose child holds its output',
      ['sh', '-c', 'sleep 5 & sleep 5'],
      { timeout: 200 },
      /longer than its timeout of 200 ms/,
    ],
    ['output that is not UTF-8', ['printf', 'good\\n\\377\\n'], {}, /printf wrote what is not utf8/],
    ['output that ends within a character', ['printf', 'good\\303'], {}, /printf wrote what is not utf8/],
    ['a program that dies before it has read', ['sh', '-c', 'exit 1'], {}, /exit code 1/],
  ])('%s fails the task', async (_name, command, options, text) => {
    const error = await failure(jobs.piped(await open({ maxFailures: 1 }), command, options, 200_000))
    expect(error.cause).toMatchObject({ code: 'ATOMIC6002', message: expect.stringMatching(text) })
  })

  test('a program may end well before it has read everything', async () => {
    expect(await jobs.piped(await open(), ['head', '-n', '1'], {}, 400_000)).toEqual(['0', '200000'])
  })

  test('much data flows through both ways at once', async () => {
    const lines = await jobs.piped(await open(), 'cat', {}, 300_000)
    expect(lines).toHaveLength(300_000)
    expect(lines[299_999]).toBe('299999')
  })

  test('every end of a line is one', async () => {
    await open()
    expect(await jobs.piped(ctx, ['printf', 'a\\r\\nb\\rc\\n\\nd'], {}, 0)).toEqual([
      'a',
      'b',
      'c',
      '',
      'd',
      'a',
      'b',
      'c',
      '',
      'd',
    ])
    expect(await jobs.piped(ctx, ['true'])).toEqual([])
  })

  test('the environment, the working directory and the encoding are as asked for', async () => {
    const script = 'cat > /dev/null; echo "$GREETING $HOME"; pwd'
    const options = { env: { GREETING: 'hello' }, cwd: folder }
    const [greeting, cwd] = await jobs.piped(await open(), ['sh', '-c', script], options)
    expect([greeting, cwd]).toEqual([`hello ${process.env['HOME']}`, folder])
    expect(await jobs.pipedText(ctx, ['é', 'ÿ'], 'latin1')).toEqual(['é', 'ÿ'])
    expect(await jobs.pipedText(ctx, ['é', '日本', '😀'], undefined)).toEqual(['é', '日本', '😀'])
    expect((await failure(jobs.pipedText(ctx, ['日本'], 'latin1'))).message).toContain(
      'cannot be written in latin1',
    )
  })

  test('an error above a program stays what it is', async () => {
    const error = await failure(jobs.failsBeforePipe(await open({ maxFailures: 1 })))
    expect(error.cause).toMatchObject({ name: 'RangeError', message: 'no line for 70000' })
  })

  test('a program of a cancelled job ends', async () => {
    const script = `echo $$ > ${log}; exec sleep 60`
    const job = failure(jobs.piped(await open(), ['sh', '-c', script]))
    const pid = await vi.waitFor(() => {
      const text = readFileSync(log, 'utf8')
      expect(text).toMatch(/^\d+\n$/)
      return Number(text)
    }, patience)
    await ctx.stop()
    expect(await job).toMatchObject({ code: 'ATOMIC3005' })
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), patience)
  })

  test('a program that was sent along can be piped through, and is gone after stop()', async () => {
    const tool = join(folder, 'tool')
    writeFileSync(tool, '#!/bin/sh\nwhile read -r line; do echo "$line$1"; done\n')
    chmodSync(tool, 0o755)
    mkdirSync(join(folder, 'data/deep'), { recursive: true })
    writeFileSync(join(folder, 'data/deep/a.txt'), 'a')
    await open()
    expect(() => AtomicFiles.get('tool')).toThrow('no file "tool" was sent along')
    ctx.addFile(tool)
    ctx.addFile(tool)
    rmSync(tool)
    expect(await jobs.pipedThrough(ctx, 'tool')).toEqual(['0!', '1!', '2!'])
    ctx.addFile(join(folder, 'data'), { recursive: true })
    const root = AtomicFiles.getRootDirectory()
    expect(await jobs.foundInTasks(ctx, 'data/deep/a.txt')).toEqual([[join(root, 'data/deep/a.txt'), root]])
    const [data, name, cwd = ''] = await jobs.linkedFiles(ctx)
    expect([data, name]).toEqual(['data', 'tool'])
    expect(existsSync(cwd)).toBe(false)
    await ctx.stop()
    expect(existsSync(root)).toBe(false)
    expect(() => ctx.addFile(tool)).toThrow('ATOMIC2001')
  })

  test('a task that asks for a file that was not sent fails by name', async () => {
    const error = await failure(jobs.foundInTasks(await open({ maxFailures: 1 }), '../etc'))
    expect(error.cause).toMatchObject({ code: 'ATOMIC5001', message: expect.stringContaining('"../etc"') })
  })
})

describe('refusals where they are called', () => {
  const wrong: [CallOptions, RegExp][] = [
    [{ concurrency: 0 }, /concurrency is 0/],
    [{ concurrency: 1.5 }, /concurrency is 1.5/],
    [{ retries: -1 }, /retries is -1/],
    [{ backoff: NaN }, /backoff is NaN/],
    [{ timeout: 0 }, /timeout is 0/],
    [{ timeout: 2 ** 31 }, /timeout is 2147483648/],
    [{ rateLimit: Infinity }, /rateLimit is Infinity/],
  ]
  test.each(wrong)('mapAsync with %o', async (options, text) => {
    ctx = await Context.local({ transport: 'in-process' })
    expect(() => ctx.range(3).mapAsync(async (n) => n, options)).toThrow(text)
    await expect(ctx.range(3).foreachAsync(async (n) => n, options)).rejects.toMatchObject({
      code: 'ATOMIC2005',
      at: expect.stringMatching(/side-effects\.test\.ts:\d+/),
    })
  })

  test('pipe without a program, and with options out of range', async () => {
    ctx = await Context.local({ transport: 'in-process' })
    expect(() => ctx.range(3).pipe('  ')).toThrow(/ATOMIC2002.*names no program/)
    expect(() => ctx.range(3).pipe([])).toThrow('ATOMIC2002')
    expect(() => ctx.range(3).pipe('cat', { timeout: -1 })).toThrow(/timeout is -1/)
  })

  test('addFile of what is not there, of a folder, and of two files of one name', async () => {
    ctx = await Context.local({ transport: 'in-process' })
    mkdirSync(join(folder, 'one'))
    writeFileSync(join(folder, 'one', 'log'), '1')
    writeFileSync(log, '2')
    expect(() => ctx.addFile(join(folder, 'none'))).toThrow(/ATOMIC5002.*there is no such file/)
    expect(() => ctx.addFile(join(folder, 'one'))).toThrow(/ATOMIC2002.*is a folder/)
    ctx.addFile(log)
    expect(() => ctx.addFile(join(folder, 'one', 'log'))).toThrow(/ATOMIC2002.*has the name of/)
    expect(readFileSync(AtomicFiles.get('log'), 'utf8')).toBe('2')
  })
})

async function failure(job: Promise<unknown>): Promise<AtomicError> {
  const error: unknown = await job.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(AtomicError)
  return error as AtomicError
}
