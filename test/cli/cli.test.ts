import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execaNode, type Options } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const root = new URL('../..', import.meta.url).pathname
const atomic = join(root, 'packages/atomic/bin/atomic.js')
const deadline = 30_000

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-cli-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('atomic run', () => {
  test('gives main a context and the arguments after the file', async () => {
    const { stdout, stderr } = await run(['run', '--slots', '2', program('say'), 'hello', '--slots', '9'])
    expect(stdout).toBe('driver starts\nHELLO --SLOTS 9')
    expect(stderr).toBe('')
  })

  test('runs a program that makes its own context', async () => {
    expect((await run(['run', program('embedded')])).stdout).toBe('sum 30')
  })

  test('prints the user error with its place, and exits with 1', async () => {
    const { stderr, exitCode } = await run(['run', program('fails')])
    expect(exitCode).toBe(1)
    expect(stderr).toContain(
      'ATOMIC3001: The task of partition 1 in stage 0 (collect at fails.ts:15) failed 4 times',
    )
    expect(stderr).toMatch(
      /Caused by: TypeError: a person without a name\n\s+at initial \(.*fails\.ts:9:33\)$/,
    )
  })

  test('ends when a program throws that has made its own context', async () => {
    const { stderr, exitCode } = await run(['run', program('throws')])
    expect(stderr).toMatch(/^Error: the sum is 10\n\s+at .*throws\.ts:5:7/)
    expect(exitCode).toBe(1)
  })

  test('prints every build error with a frame, and runs nothing', async () => {
    const { stdout, stderr, exitCode } = await run(['run', program('wrong')])
    expect([stdout, exitCode]).toEqual(['', 1])
    expect(stderr).toMatch(/wrong\.ts:6:5 {2}ATOMIC1001: /)
    expect(stderr).toMatch(/wrong\.ts:10:10 {2}ATOMIC1003: /)
  })

  test.each([
    [['run'], 'needs a file'],
    [['run', '--slots', '0', program('say')], 'The option slots is 0'],
    [['run', '--slots', 'many', program('say')], 'The option slots is NaN'],
    [['run', '--speed', '9', program('say')], "Unknown option '--speed'"],
    [['run', 'nowhere.ts'], 'nowhere.ts'],
    [['run', program('class')], 'is a class'],
    [['run', program('named')], 'exports main, but not as its default'],
    [['fly'], 'no command fly'],
  ])('%j is refused in a sentence', async (args, text) => {
    const { stderr, exitCode } = await run(args)
    expect(exitCode).toBeGreaterThan(0)
    expect(stderr).toContain(text)
    expect(stderr).not.toMatch(/\n\s+at .*\.js:\d+/)
  })

  test.each([
    ['SIGINT', 130, 'interrupted (Ctrl-C)'],
    ['SIGTERM', 143, 'ended by SIGTERM'],
  ] as const)('%s ends jobs with a clear error and leaves nothing behind', async (signal, code, text) => {
    const path = join(folder, 'out')
    const child = start(['run', program('saves-forever'), path])
    await once(child.stdout, 'data')
    child.kill(signal)
    const { exitCode, stderr } = await child
    expect(exitCode).toBe(code)
    expect(stderr).toContain(
      `ATOMIC3005: The job saveAsTextFile at saves-forever.ts:8 was cancelled: ${text}`,
    )
    expect(readdirSync(folder)).toEqual([])
  })

  test('a second run of an unchanged program builds nothing', async () => {
    const cache = ['--cache', join(folder, 'cache')]
    expect((await run(['build', ...cache, program('say')])).stdout).toMatch(/^Built: /)
    expect((await run(['build', ...cache, program('say')])).stdout).toMatch(/^Up to date: .*1 tasks/)
  })
})

describe('node', () => {
  const hook = '@atomic-ts/atomic/register'

  test.each([
    ['the hook alone', ['--import', hook]],
    ['tsx before the hook', ['--import', 'tsx', '--import', hook]],
    ['the hook before tsx', ['--import', hook, '--import', 'tsx']],
  ])('builds a program by %s', async (_name, nodeOptions) => {
    const { stdout, stderr } = await execaNode(program('embedded'), {
      ...options,
      nodeOptions,
      env: { FACTOR: '4' },
    })
    expect({ stdout, stderr }).toEqual({ stdout: 'sum 40', stderr: '' })
  })

  test('runs a program without the build step on one thread, and says so once', async () => {
    const { stdout, stderr } = await execaNode(program('embedded'), {
      ...options,
      nodeOptions: ['--import', 'tsx'],
    })
    expect(stdout).toBe('sum 30')
    expect(stderr).toMatch(/^atomic: running on one thread.*atomic run FILE.*$/)
  })
})

const options = { cwd: root, reject: false, timeout: deadline } as const satisfies Options

function run(args: string[]) {
  return start(args)
}

function start(args: string[]) {
  return execaNode(atomic, args, options)
}

function program(name: string): string {
  return join('test/cli/programs', `${name}.ts`)
}
