import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AtomicError } from '@atomic-ts/atomic'
import { compile, load } from '@atomic-ts/compiler'
import { Context, type ContextOptions } from '@atomic-ts/runtime'
import { execaNode } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeCertificates } from '../../packages/cli/src/certificates.ts'
import type * as Jobs from './jobs.ts'
import { startProxy } from './proxy.ts'
import { atomic, freePort, startWorker, type TestWorker } from './start-worker.ts'

const entry = fileURLToPath(new URL('jobs.ts', import.meta.url))
const jobs = await load<typeof Jobs>(entry)
const secret = 'a secret that all of us know'

let folder: string
let port: string
let workers: TestWorker[] = []
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-join-'))
  port = await freePort()
})
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.end()))
  workers = []
  rmSync(folder, { recursive: true })
})

describe('workers that dial', () => {
  test('are there before the program: they wait for it', async () => {
    await start(2)
    await expect
      .poll(() => workers.every((each) => /waiting for the driver: /.test(each.output())))
      .toBe(true)
    await using ctx = await listen()
    await joined(ctx, 2)
    expect(new Set(await jobs.processes(ctx, 2)).size).toBe(2)
    expect([...(await jobs.lengths(ctx, 30, 1000))].every(([, length]) => length === 1000)).toBe(true)
    expect(workers[0]?.output()).toContain(`joined the driver 127.0.0.1:${port}`)
  })

  test('come after it: the program says where, and waits for the first one', async () => {
    const child = execaNode(atomic, ['run', '--listen', '127.0.0.1:0', 'examples/word-count.ts'])
    const said = String(((await once(child.stderr, 'data')) as [Buffer])[0])
    const [, address = ''] = /^atomic: waiting for workers: atomic worker --join (\S+)$/m.exec(said) ?? []
    workers = [await startWorker('--slots', '1', '--join', `ws://${address}`)]
    const { stdout } = await child
    expect(stdout).toBe((await execaNode(atomic, ['run', 'examples/word-count.ts'])).stdout)
  })

  test('join a job that runs, and get tasks of it', async () => {
    await start(1)
    await using ctx = await listen()
    const sum = jobs.waitForFile(ctx, folder, 2)
    await expect.poll(() => existsSync(join(folder, 'runs-0'))).toBe(true)
    expect(existsSync(join(folder, 'runs-1'))).toBe(false)
    await start(1)
    await expect.poll(() => existsSync(join(folder, 'runs-1'))).toBe(true)
    writeFileSync(join(folder, 'go'), '')
    expect(await sum).toBe(1)
  })

  test('work beside those that are dialled, and blocks go both ways', async () => {
    const dialled = await startWorker('--slots', '1')
    await start(2)
    workers.push(dialled)
    await using ctx = await listen({ workers: dialled.address })
    await joined(ctx, 3)
    expect(new Set(await jobs.processes(ctx, 3)).size).toBe(3)
    expect(await jobs.twoShuffles(ctx, 3000, 6)).toHaveLength(50)
  })

  test('may be dialled, too: they have one process for the driver', async () => {
    await start(1)
    await using ctx = await listen({ workers: workers[0]?.address ?? '' })
    await expect.poll(() => workers[0]?.output()).toContain('joined the driver')
    expect(await jobs.countWords(ctx, 970, 4)).toHaveLength(97)
    expect(ctx.statusTracker.getSlotsInfo().slots).toBe(1)
  })

  test('come again when the program is killed, and work for the next one', async () => {
    await start(1)
    const flags = ['run', '--listen', `127.0.0.1:${port}`, 'test/cluster/programs/forever.ts', folder]
    const driver = execaNode(atomic, flags, { reject: false })
    await expect.poll(() => existsSync(join(folder, 'pid'))).toBe(true)
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'))
    driver.kill('SIGKILL')
    await driver
    await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false)
    await using ctx = await listen()
    expect(await jobs.countWords(ctx, 970, 4)).toHaveLength(97)
    expect(workers[0]?.output()).toContain(`the driver 127.0.0.1:${port} is gone`)
  })

  test('that are killed cost their tasks, not the job', async () => {
    await start(2)
    await using ctx = await listen()
    await joined(ctx, 2)
    const sum = jobs.waitOnce(ctx, folder)
    await expect
      .poll(() => existsSync(join(folder, '0')) && readFileSync(join(folder, '0'), 'utf8'))
      .toBeTruthy()
    const parent = Number(readFileSync(join(folder, '0'), 'utf8'))
    await workers.find(({ pid }) => pid === parent)?.end('SIGKILL')
    expect(await sum).toBe(15)
    await start(1)
    await joined(ctx, 2)
  })

  test('hand over what they keep when they are asked to end, and nothing is computed again', async () => {
    await start(3)
    await using ctx = await listen()
    await joined(ctx, 3)
    const texts = jobs.texts(ctx, 300, 1000)
    expect(await texts.count()).toBe(300)
    const stages: string[] = []
    ctx.listen((event) => event.kind === 'stageStarted' && stages.push(event.name))
    expect(await workers[0]?.end('SIGTERM')).toMatchObject({ exitCode: 0 })
    expect(await workers[1]?.end('SIGTERM')).toMatchObject({ exitCode: 0 })
    expect(await texts.count()).toBe(300)
    expect(stages).toEqual([expect.stringMatching(/^count at/)])
  })

  test('say at which address others reach them', async () => {
    const inner = await freePort()
    const mapping = await startProxy(`127.0.0.1:${inner}`)
    await start(1, '--port', inner, '--advertise', mapping.address)
    await start(1)
    await using ctx = await listen()
    await joined(ctx, 2)
    await jobs.processes(ctx, 2)
    expect((await jobs.lengths(ctx, 30, 1000)).size).toBe(30)
    expect(mapping.connections()).toBeGreaterThan(0)
    await ctx.stop()
    await mapping.close()
  })

  test('give their blocks over the program where nobody can dial them, also when they end', async () => {
    const dialled = await startWorker('--slots', '1')
    await start(2, '--advertise', 'none')
    workers.push(dialled)
    await using ctx = await listen({ workers: dialled.address })
    await joined(ctx, 3)
    await jobs.processes(ctx, 3)
    const found = await jobs.lengths(ctx, 60, 200_000)
    expect([...found.values()]).toEqual(Array.from({ length: 60 }, () => 200_000))
    const texts = jobs.texts(ctx, 300, 1000)
    expect(await texts.count()).toBe(300)
    let started = 0
    ctx.listen((event) => event.kind === 'taskStarted' && started++)
    expect(await workers[0]?.end('SIGTERM')).toMatchObject({ exitCode: 0 })
    expect(await texts.count()).toBe(300)
    // Nothing is computed again: what it kept was handed over.
    expect(started).toBe(3)
    await workers[1]?.end('SIGKILL')
    expect(await texts.count()).toBe(300)
  })

  test('prove themselves by certificates and a secret, as the program does', async () => {
    const now = Date.now()
    const days = { notBefore: new Date(now - 86_400_000), notAfter: new Date(now + 86_400_000) }
    const made = await makeCertificates({ hosts: ['localhost', '127.0.0.1'], ...days })
    for (const [name, text] of Object.entries(made)) writeFileSync(join(folder, name), text)
    const [tlsCert, tlsKey, tlsCa] = ['server.pem', 'server.key', 'ca.pem'].map((name) => join(folder, name))
    if (!tlsCert || !tlsKey || !tlsCa) throw new Error('There are no certificates.')
    const tls = ['--tls-cert', tlsCert, '--tls-key', tlsKey, '--tls-ca', tlsCa, '--mutual']
    process.env['ATOMIC_SECRET'] = secret
    await start(2, ...tls).finally(() => delete process.env['ATOMIC_SECRET'])
    await using ctx = await listen({ security: { tlsCert, tlsKey, tlsCa, mutual: true, secret } })
    await joined(ctx, 2)
    expect(await jobs.countWords(ctx, 970, 4)).toHaveLength(97)
  })
})

describe('what is refused', () => {
  test('a worker with another secret: it ends with the error, and no other worker', async () => {
    await startWith('a secret that nobody else knows')
    await startWith(secret)
    await using ctx = await listen({ security: { secret } })
    expect(await jobs.countWords(ctx, 970, 4)).toHaveLength(97)
    expect(await workers[0]?.ended()).toMatchObject({ exitCode: 1 })
    expect(workers[0]?.errors()).toMatch(
      new RegExp(`^ATOMIC8001: The driver 127\\.0\\.0\\.1:${port} did not accept the secret`, 'm'),
    )
    expect(isAlive(workers[1]?.pid ?? 0)).toBe(true)
  })

  test('a worker with other tasks: both ends say which', async () => {
    const changed = readFileSync(entry, 'utf8').replace('n % 97', 'n % 79')
    const path = join(dirname(entry), `.${process.pid}-join-jobs.ts`)
    writeFileSync(path, changed)
    mkdirSync(join(folder, 'cache'))
    const { bundle } = await compile(path, { cache: join(folder, 'cache') }).finally(() => rmSync(path))
    const waiting = listen({ waitForWorker: 10_000 }).catch((reason: unknown) => reason)
    await start(1, '--bundle', bundle)
    const error: unknown = await waiting
    expect(error).toMatchObject({ code: 'ATOMIC3009' })
    const line = /^ {2}- \S*jobs\.ts#countWords\.map@\w+ \(\S*jobs\.ts:\d+\)$/m
    expect((error as AtomicError).message).toMatch(line)
    expect(await workers[0]?.ended()).toMatchObject({ exitCode: 1 })
    expect(workers[0]?.errors()).toMatch(/^ATOMIC3006: /m)
    expect(workers[0]?.errors()).toMatch(line)
  })

  test('to wait for ever for the first one', async () => {
    await expect(listen({ waitForWorker: 200 })).rejects.toMatchObject({
      code: 'ATOMIC3009',
      message: expect.stringContaining(
        `No worker of those that join 127.0.0.1:${port} was there for 200 ms`,
      ) as string,
    })
    // Nobody listens any more.
    await expect(listen({ waitForWorker: 200 })).rejects.toMatchObject({ code: 'ATOMIC3009' })
  })

  test('to listen where other machines can connect, and where somebody else listens', async () => {
    await expect(Context.create({ listen: '0.0.0.0:0' })).rejects.toMatchObject({ code: 'ATOMIC8002' })
    const taken = await startWorker()
    workers.push(taken)
    await expect(Context.create({ listen: taken.address })).rejects.toMatchObject({ code: 'ATOMIC2005' })
  })

  test.each<[name: string, options: ContextOptions]>([
    ['listen', { listen: 'here' }],
    ['listen', { listen: 'localhost:1', transport: 'threads' }],
    ['listen', { listen: 'localhost:1', allocation: { maxWorkers: 2 } }],
    ['waitForWorker', { listen: 'localhost:1', waitForWorker: 0 }],
  ])('the option %s when it makes no sense: %j', async (name, options) => {
    await expect(Context.create(options)).rejects.toMatchObject({
      code: 'ATOMIC2005',
      message: expect.stringContaining(name) as string,
    })
  })

  test.each([
    ['a place that is none', ['--join', 'nowhere']],
    ['an address that is none', ['--join', '127.0.0.1:1', '--advertise', 'nowhere']],
    ['a worker that nobody can dial, and that dials nobody', ['--advertise', 'none']],
    ['TLS without certificates', ['--join', 'wss://127.0.0.1:1']],
  ])('%s', async (_, flags) => {
    const { exitCode, stderr } = await execaNode(atomic, ['worker', '--port', '0', ...flags], {
      reject: false,
    })
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^ATOMIC2005: /)])
  })

  test('to join a worker, and to call a driver that listens a worker', async () => {
    const listening = await startWorker()
    workers.push(listening)
    const { exitCode, stderr } = await execaNode(
      atomic,
      ['worker', '--port', '0', '--join', listening.address],
      { reject: false },
    )
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^ATOMIC8008: A worker was asked to join/m)])
    await start(1)
    await using ctx = await listen()
    expect(ctx.defaultParallelism).toBe(1)
    await expect(Context.create({ workers: `127.0.0.1:${port}` })).rejects.toMatchObject({
      code: 'ATOMIC8008',
    })
  })
})

async function start(count: number, ...flags: string[]): Promise<void> {
  const given = ['--slots', '1', '--join', `127.0.0.1:${port}`, ...flags]
  workers.push(...(await Promise.all(Array.from({ length: count }, () => startWorker(...given)))))
}

async function startWith(known: string): Promise<void> {
  const path = join(folder, `secret-${workers.length}`)
  writeFileSync(path, known)
  await start(1, '--secret-file', path)
}

function listen(options: ContextOptions = {}): Promise<Context> {
  return Context.create({ listen: `127.0.0.1:${port}`, ...options })
}

async function joined(ctx: Context, slots: number): Promise<void> {
  await expect.poll(() => ctx.statusTracker.getSlotsInfo().slots).toBe(slots)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
