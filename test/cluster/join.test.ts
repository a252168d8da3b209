import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AtomicError } from '@atomic-ts/atomic'
import { Context, type ContextOptions } from '@atomic-ts/runtime'
import { execaNode } from 'execa'
import { describe, expect, test } from 'vitest'
import { makeCertificates } from '../../packages/cli/src/certificates.ts'
import { isAlive } from './processes.ts'
import { startProxy } from './proxy.ts'
import { otherTasks, runAndKill } from './run-forever.ts'
import { atomic, freePort } from './start-worker.ts'
import { jobs, slots, useWorkers } from './use-workers.ts'

const secret = 'a secret that all of us know'
const workers = useWorkers()

describe('workers that dial', () => {
  test('are there before the program: they wait for it', async () => {
    await workers.startJoining(2)
    await expect
      .poll(() => workers.all.every((each) => /waiting for the driver: /.test(each.output())))
      .toBe(true)
    await using ctx = await workers.listen()
    await slots(ctx, 2)
    expect(new Set(await jobs.processes(ctx, 2)).size).toBe(2)
    expect([...(await jobs.lengths(ctx, 30, 1000))].every(([, length]) => length === 1000)).toBe(true)
    expect(workers.all[0]?.output()).toContain(`joined the driver 127.0.0.1:${workers.port}`)
  })

  test('come after it: the program says where, and waits for the first one', async () => {
    const child = execaNode(atomic, ['run', '--listen', '127.0.0.1:0', 'examples/word-count.ts'])
    const said = String(((await once(child.stderr, 'data')) as [Buffer])[0])
    const [, address = ''] = /^atomic: waiting for workers: atomic worker --join (\S+)$/m.exec(said) ?? []
    await workers.start(1, '--join', `ws://${address}`)
    const { stdout } = await child
    expect(stdout).toBe((await execaNode(atomic, ['run', 'examples/word-count.ts'])).stdout)
  })

  test('join a job that runs, and get tasks of it', async () => {
    await workers.startJoining(1)
    await using ctx = await workers.listen()
    const sum = jobs.waitForFile(ctx, workers.folder, 2)
    await expect.poll(() => existsSync(join(workers.folder, 'runs-0'))).toBe(true)
    expect(existsSync(join(workers.folder, 'runs-1'))).toBe(false)
    await workers.startJoining(1)
    await expect.poll(() => existsSync(join(workers.folder, 'runs-1'))).toBe(true)
    writeFileSync(join(workers.folder, 'go'), '')
    expect(await sum).toBe(1)
  })

  test('work beside those that are dialled, and blocks go both ways', async () => {
    const dialled = await workers.start(1)
    await workers.startJoining(2)
    await using ctx = await workers.listen({ workers: dialled })
    await slots(ctx, 3)
    expect(new Set(await jobs.processes(ctx, 3)).size).toBe(3)
    expect(await jobs.twoShuffles(ctx, 3000, 6)).toHaveLength(50)
  })

  test('may be dialled, too: they have one process for the driver', async () => {
    await workers.startJoining(1)
    await using ctx = await workers.listen({ workers: workers.list })
    await expect.poll(() => workers.all[0]?.output()).toContain('joined the driver')
    expect(await jobs.countWords(ctx, 970, 4)).toHaveLength(97)
    expect(ctx.statusTracker.getSlotsInfo().slots).toBe(1)
  })

  test('come again when the program is killed, and work for the next one', async () => {
    await workers.startJoining(1)
    await runAndKill(workers.folder, '--listen', `127.0.0.1:${workers.port}`)
    await using ctx = await workers.listen()
    expect(await jobs.countWords(ctx, 970, 4)).toHaveLength(97)
    expect(workers.all[0]?.output()).toContain(`the driver 127.0.0.1:${workers.port} is gone`)
  })

  test('that are killed cost their tasks, not the job', async () => {
    await workers.startJoining(2)
    await using ctx = await workers.listen()
    await slots(ctx, 2)
    const sum = jobs.waitOnce(ctx, workers.folder)
    await expect
      .poll(() => existsSync(join(workers.folder, '0')) && readFileSync(join(workers.folder, '0'), 'utf8'))
      .toBeTruthy()
    const parent = Number(readFileSync(join(workers.folder, '0'), 'utf8'))
    await workers.all.find(({ pid }) => pid === parent)?.end('SIGKILL')
    expect(await sum).toBe(15)
    await workers.startJoining(1)
    await slots(ctx, 2)
  })

  test('hand over what they keep when they are asked to end, and nothing is computed again', async () => {
    await workers.startJoining(3)
    await using ctx = await workers.listen()
    await slots(ctx, 3)
    const texts = jobs.texts(ctx, 300, 1000)
    expect(await texts.count()).toBe(300)
    const stages: string[] = []
    ctx.listen((event) => event.kind === 'stageStarted' && stages.push(event.name))
    expect(await workers.all[0]?.end('SIGTERM')).toMatchObject({ exitCode: 0 })
    expect(await workers.all[1]?.end('SIGTERM')).toMatchObject({ exitCode: 0 })
    expect(await texts.count()).toBe(300)
    expect(stages).toEqual([expect.stringMatching(/^count at/)])
  })

  test('say at which address others reach them', async () => {
    const inner = await freePort()
    const mapping = await startProxy(`127.0.0.1:${inner}`)
    await workers.startJoining(1, '--port', inner, '--advertise', mapping.address)
    await workers.startJoining(1)
    await using ctx = await workers.listen()
    await slots(ctx, 2)
    await jobs.processes(ctx, 2)
    expect((await jobs.lengths(ctx, 30, 1000)).size).toBe(30)
    expect(mapping.connections()).toBeGreaterThan(0)
    await ctx.stop()
    await mapping.close()
  })

  test('give their blocks over the program where nobody can dial them, also when they end', async () => {
    await workers.startJoining(2, '--advertise', 'none')
    await using ctx = await workers.listen({ workers: await workers.start(1) })
    await slots(ctx, 3)
    await jobs.processes(ctx, 3)
    const found = await jobs.lengths(ctx, 60, 200_000)
    expect([...found.values()]).toEqual(Array.from({ length: 60 }, () => 200_000))
    const texts = jobs.texts(ctx, 300, 1000)
    expect(await texts.count()).toBe(300)
    let started = 0
    ctx.listen((event) => event.kind === 'taskStarted' && started++)
    expect(await workers.all[0]?.end('SIGTERM')).toMatchObject({ exitCode: 0 })
    expect(await texts.count()).toBe(300)
    // Nothing is computed again: what it kept was handed over.
    expect(started).toBe(3)
    await workers.all[1]?.end('SIGKILL')
    expect(await texts.count()).toBe(300)
  })

  test('prove themselves by certificates and a secret, as the program does', async () => {
    const now = Date.now()
    const days = { notBefore: new Date(now - 86_400_000), notAfter: new Date(now + 86_400_000) }
    const made = await makeCertificates({ hosts: ['localhost', '127.0.0.1'], ...days })
    for (const [name, text] of Object.entries(made)) writeFileSync(join(workers.folder, name), text)
    const [tlsCert, tlsKey, tlsCa] = ['server.pem', 'server.key', 'ca.pem'].map((name) =>
      join(workers.folder, name),
    )
    if (!tlsCert || !tlsKey || !tlsCa) throw new Error('There are no certificates.')
    const tls = ['--tls-cert', tlsCert, '--tls-key', tlsKey, '--tls-ca', tlsCa, '--mutual']
    process.env['ATOMIC_SECRET'] = secret
    await workers.startJoining(2, ...tls).finally(() => delete process.env['ATOMIC_SECRET'])
    await using ctx = await workers.listen({ security: { tlsCert, tlsKey, tlsCa, mutual: true, secret } })
    await slots(ctx, 2)
    expect(await jobs.countWords(ctx, 970, 4)).toHaveLength(97)
  })
})

describe('what is refused', () => {
  test('a worker with another secret: it ends with the error, and no other worker', async () => {
    await startWith('a secret that nobody else knows')
    await startWith(secret)
    await using ctx = await workers.listen({ security: { secret } })
    expect(await jobs.countWords(ctx, 970, 4)).toHaveLength(97)
    expect(await workers.all[0]?.ended()).toMatchObject({ exitCode: 1 })
    expect(workers.all[0]?.errors()).toMatch(
      new RegExp(`^ATOMIC8001: The driver 127\\.0\\.0\\.1:${workers.port} did not accept the secret`, 'm'),
    )
    expect(isAlive(workers.all[1]?.pid ?? 0)).toBe(true)
  })

  test('a worker with other tasks: both ends say which', async () => {
    await workers.startJoining(1, '--bundle', otherTasks)
    // From now on it dials again, after five seconds at most.
    await expect.poll(() => workers.all[0]?.output()).toContain('waiting for the driver: ')
    const error: unknown = await workers.listen({ waitForWorker: 6000 }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'ATOMIC3009' })
    const line = /^ {2}- \S*jobs\.ts#countWords\.map@\w+ \(\S*jobs\.ts:\d+\)$/m
    expect((error as AtomicError).message).toMatch(line)
    expect(await workers.all[0]?.ended()).toMatchObject({ exitCode: 1 })
    expect(workers.all[0]?.errors()).toMatch(/^ATOMIC3006: /m)
    expect(workers.all[0]?.errors()).toMatch(line)
  })

  test('to wait for ever for the first one', async () => {
    await expect(workers.listen({ waitForWorker: 200 })).rejects.toMatchObject({
      code: 'ATOMIC3009',
      message: expect.stringContaining(
        `No worker of those that join 127.0.0.1:${workers.port} was there for 200 ms`,
      ) as string,
    })
    // Nobody listens any more.
    await expect(workers.listen({ waitForWorker: 200 })).rejects.toMatchObject({ code: 'ATOMIC3009' })
  })

  test('to listen where other machines can connect, and where somebody else listens', async () => {
    await expect(Context.create({ listen: '0.0.0.0:0' })).rejects.toMatchObject({ code: 'ATOMIC8002' })
    const taken = await workers.start(1)
    await expect(Context.create({ listen: taken })).rejects.toMatchObject({ code: 'ATOMIC2005' })
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
    const listening = await workers.start(1)
    const { exitCode, stderr } = await execaNode(atomic, ['worker', '--port', '0', '--join', listening], {
      reject: false,
    })
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^ATOMIC8008: A worker was asked to join/m)])
    await workers.startJoining(1)
    await using ctx = await workers.listen()
    expect(ctx.defaultParallelism).toBe(1)
    await expect(Context.create({ workers: `127.0.0.1:${workers.port}` })).rejects.toMatchObject({
      code: 'ATOMIC8008',
    })
  })
})

async function startWith(known: string): Promise<void> {
  const path = join(workers.folder, `secret-${workers.all.length}`)
  writeFileSync(path, known)
  await workers.startJoining(1, '--secret-file', path)
}
