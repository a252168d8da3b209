import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContextOptions } from '@atomic-ts/atomic'
import { execa, execaNode } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeCertificates } from '../../packages/cli/src/certificates.ts'
import { childrenOf, isAlive } from '../cluster/processes.ts'
import { atomic, freePort, startWorker, type TestWorker } from '../cluster/start-worker.ts'

/** A program whose main module is done ends by itself, also when it has stopped no context, and never before. */
const root = new URL('../..', import.meta.url).pathname
const program = 'test/cli/programs/ends.ts'
const transports = ['in-process', 'threads', 'dialled workers', 'workers that dial', 'own workers'] as const
const awaited = [
  ...['a job', 'no records', 'no partitions', 'a task that waits', 'a call for each record', 'an iterator'],
  ...[
    'what is known so far',
    'the rest of it',
    'blocking unpersist',
    'blocking unpersist of what is not kept',
  ],
  ...['a checkpoint', 'a local checkpoint', 'a saved file', 'a saved file without records', 'an archive'],
  ...['a stream', 'a call that fails', 'an own context', 'a context that is stopped twice', 'done'],
]

let folder: string
let workers: TestWorker[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-ends-'))
})
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.end()))
  workers = []
  rmSync(folder, { recursive: true })
})

describe.each(transports)('a program on %s that stops no context', (transport) => {
  test('ends when it has run a job', async () => {
    expect(await runs(await optionsOf(transport), 'job')).toEqual(['sum 4950', 'done'])
    await expectNothingLeft()
  })

  test('ends when it has done nothing', async () => {
    expect(await runs(await optionsOf(transport), 'nothing')).toEqual(['done'])
    await expectNothingLeft()
  })

  test('does not end while it awaits something', async () => {
    mkdirSync(join(folder, 'some'))
    writeFileSync(join(folder, 'some/a.txt'), 'a')
    await execa('tar', ['-cf', join(folder, 'some.tar'), '-C', folder, 'some'])
    expect(await runs(await optionsOf(transport), 'awaits')).toEqual(awaited)
    await expectNothingLeft()
  })

  test('does not end before a job that nobody awaits', async () => {
    expect(await runs(await optionsOf(transport), 'leaves')).toEqual(['done', 'sum 6'])
  })
})

test.each(['in-process', 'threads'] as const)('what tasks print is there (%s)', async (transport) => {
  const lines = await runs(await optionsOf(transport), 'prints')
  const printed = Array.from({ length: 1000 }, (_, n) => `task ${n}`)
  expect(lines.toSorted()).toEqual(['done', ...printed].toSorted())
})

test.each(['dialled workers', 'workers that dial'] as const)(
  'a program over TLS ends (%s)',
  async (transport) => {
    const now = Date.now()
    const days = { notBefore: new Date(now - 86_400_000), notAfter: new Date(now + 86_400_000) }
    const made = await makeCertificates({ hosts: ['localhost', '127.0.0.1'], ...days })
    for (const [name, text] of Object.entries(made)) writeFileSync(join(folder, name), text)
    const [tlsCert = '', tlsKey = '', tlsCa = ''] = ['server.pem', 'server.key', 'ca.pem'].map((name) =>
      join(folder, name),
    )
    const flags = ['--tls-cert', tlsCert, '--tls-key', tlsKey, '--tls-ca', tlsCa, '--mutual']
    const security = { tlsCert, tlsKey, tlsCa, mutual: true }
    const options = { ...(await optionsOf(transport, ...flags)), security }
    expect(await runs(options, 'job')).toEqual(['sum 4950', 'done'])
  },
)

test('a program that awaits what never comes ends as it does without a context', async () => {
  const { exitCode } = await start({ slots: 2 }, 'forever')
  expect(exitCode).toBe(13)
})

test('atomic run ends with a program that stops no context', async () => {
  const { stdout, exitCode } = await execaNode(
    atomic,
    ['run', program, folder, '{"slots":2}', 'job'],
    running,
  )
  expect({ stdout, exitCode }).toEqual({ stdout: 'sum 4950\ndone', exitCode: 0 })
})

test('worker processes of a program end with it', async () => {
  const [pid = '', ...rest] = await runs(await optionsOf('own workers'), 'processes')
  expect(rest).toEqual(['done'])
  await expect.poll(() => isAlive(Number(pid))).toBe(false)
})

test('somebody who knocks does not hold a program', async () => {
  const options = await optionsOf('workers that dial')
  const [host = '', port = ''] = options.listen?.split(':') ?? []
  const child = start(options, 'waits')
  await expect.poll(() => existsSync(join(folder, 'ready'))).toBe(true)
  const stranger = connect(Number(port), host)
  stranger.on('error', () => undefined)
  try {
    await once(stranger, 'connect')
    writeFileSync(join(folder, 'go'), '')
    await expectEnd(child)
  } finally {
    stranger.destroy()
  }
})

test('a worker that is lost, and does not answer when it is called again, does not hold a program', async () => {
  const options = await optionsOf('dialled workers')
  const child = start(options, 'waits')
  await expect.poll(() => existsSync(join(folder, 'ready'))).toBe(true)
  const [lost] = workers
  const called = createServer((connection) => connection.on('error', () => undefined))
  try {
    await lost?.end('SIGKILL')
    called.listen(Number(lost?.address.split(':')[1]), '127.0.0.1')
    await once(called, 'connection')
    writeFileSync(join(folder, 'go'), '')
    await expectEnd(child)
  } finally {
    called.close()
  }
})

test('atomic cluster up stays for the next program', async () => {
  const cluster = execaNode(atomic, ['cluster', 'up', '--workers', '2', '--slots', '1'], { buffer: false })
  try {
    let said = ''
    cluster.stdout.on('data', (chunk: Buffer) => {
      said += String(chunk)
    })
    const address = /ATOMIC_WORKERS=(\S+)\n/
    await expect.poll(() => said).toMatch(address)
    const [, text = ''] = address.exec(said) ?? []
    for (let i = 0; i < 2; i++) expect(await runs({ workers: text }, 'job')).toEqual(['sum 4950', 'done'])
    expect(cluster.exitCode).toBe(null)
  } finally {
    cluster.kill('SIGINT')
    await cluster
  }
})

// Between the last word of a program and its end, in milliseconds: a tenth of a second when nobody else works here.
const mostEnding = 5000
const running = { cwd: root, reject: false, timeout: 40_000 } as const

async function optionsOf(
  transport: (typeof transports)[number],
  ...own: readonly string[]
): Promise<ContextOptions> {
  const flags = ['--scratch', join(folder, 'scratch'), ...own]
  switch (transport) {
    case 'in-process':
    case 'threads':
      return { transport, slots: 2 }
    case 'dialled workers':
      mkdirSync(join(folder, 'scratch'))
      workers = [await startWorker('--slots', '1', ...flags), await startWorker('--slots', '1', ...flags)]
      return { workers: workers.map(({ address }) => address) }
    case 'workers that dial': {
      mkdirSync(join(folder, 'scratch'))
      const listen = `127.0.0.1:${await freePort()}`
      workers = [await startWorker('--slots', '2', '--join', listen, ...flags)]
      return { listen }
    }
    case 'own workers':
      return { allocation: { minWorkers: 1, maxWorkers: 2, slots: 1 } }
  }
}

/** Runs the program to its own end. Gives what it has printed. */
async function runs(options: ContextOptions, what: string): Promise<string[]> {
  const { stdout, stderr } = await expectEnd(start(options, what))
  expect(stderr.replace(/^atomic: waiting for workers: .*$/m, '')).toBe('')
  return stdout.split('\n')
}

/** It says its last word, and ends well. */
async function expectEnd(child: ReturnType<typeof start>) {
  let printed = 0
  child.stdout.on('data', () => {
    printed = performance.now()
  })
  const result = await child
  expect(result).toMatchObject({ exitCode: 0, timedOut: false })
  expect(performance.now() - printed).toBeLessThan(mostEnding)
  return result
}

function start(options: ContextOptions, what: string) {
  const nodeOptions = ['--import', '@atomic-ts/atomic/register']
  return execaNode(program, [folder, JSON.stringify(options), what], { ...running, nodeOptions })
}

/** The files of the program are gone when it is, those at workers soon; so are the processes that work for it. */
async function expectNothingLeft(): Promise<void> {
  await expect.poll(() => readdirSync(join(folder, 'scratch'))).toEqual([])
  await expect.poll(() => workers.flatMap(({ pid }) => childrenOf(pid))).toEqual([])
}
