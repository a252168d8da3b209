import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from '@atomic-ts/compiler'
import { Context, type SecurityOptions } from '@atomic-ts/runtime'
import { execaNode } from 'execa'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer, type RawData } from 'ws'
import { makeCertificates } from '../../packages/cli/src/certificates.ts'
import type * as Jobs from './jobs.ts'
import { atomic, startWorker, type TestWorker } from './start-worker.ts'

const jobs = await load<typeof Jobs>(fileURLToPath(new URL('jobs.ts', import.meta.url)))
const day = 24 * 3600 * 1000

let folder: string
let workers: TestWorker[] = []
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-security-'))
  const [now, soon] = [new Date(Date.now() - day), new Date(Date.now() + day)]
  await make('ours', { hosts: ['localhost', '127.0.0.1'], notBefore: now, notAfter: soon })
  await make('theirs', { hosts: ['localhost', '127.0.0.1'], notBefore: now, notAfter: soon })
  await make('elsewhere', { hosts: ['worker.example'], notBefore: now, notAfter: soon })
  writeFileSync(join(folder, 'secret'), 'a secret that all of us know')
  writeFileSync(join(folder, 'other'), 'a secret that nobody else knows')
})
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.end()))
  workers = []
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('a secret', () => {
  test('lets those in that know it, by every way to name it', async () => {
    const address = await start('--secret-file', file('secret'))
    const options: SecurityOptions[] = [
      { secret: 'a secret that all of us know' },
      { secretFile: file('secret') },
    ]
    for (const security of options) expect(await answer(address, security)).toBe(97)
    const run = (...flags: string[]) =>
      execaNode(atomic, ['run', '--workers', address, ...flags, 'examples/word-count.ts'], {
        reject: false,
        env: flags.length > 0 ? {} : { ATOMIC_SECRET: 'a secret that all of us know' },
      })
    expect(await run()).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await run('--secret-file', file('secret'))).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test('keeps those out that do not, who hear why; and the worker says so, without the secret', async () => {
    const address = await start('--secret-file', file('secret'))
    await expect(answer(address, { secretFile: file('other') })).rejects.toMatchObject({
      code: 'ATOMIC8001',
      message: expect.stringContaining(`The worker ${address} did not accept the secret`) as string,
    })
    await expect(answer(address, {})).rejects.toMatchObject({
      code: 'ATOMIC8001',
      message: expect.stringContaining('there is none on this side') as string,
    })
    expect(await answer(address, { secretFile: file('secret') })).toBe(97)
    await expect.poll(() => errors()).toMatch(/127\.0\.0\.1:\d+ was refused: wrong secret/)
    await expect.poll(() => errors()).toMatch(/127\.0\.0\.1:\d+ was refused: secret needed/)
    expect(errors()).not.toContain('that nobody else knows')
    expect(errors()).not.toContain('that all of us know')
  })

  test('of the environment is not for tasks', async () => {
    process.env['ATOMIC_SECRET'] = 'a secret that all of us know'
    const address = await start().finally(() => delete process.env['ATOMIC_SECRET'])
    await using ctx = await Context.create({
      workers: address,
      security: { secretFile: file('secret') },
    })
    expect(await jobs.variable(ctx, 'ATOMIC_SECRET')).toBe('none')
    expect(await jobs.variable(ctx, 'PATH')).not.toBe('none')
  })

  test('is not told to a worker that has none', async () => {
    const address = await start()
    await expect(answer(address, { secretFile: file('secret') })).rejects.toMatchObject({
      code: 'ATOMIC8001',
    })
    expect(await answer(address, {})).toBe(97)
  })

  test('is what it takes to listen beyond this machine', async () => {
    const refused = await execaNode(atomic, ['worker', '--port', '0', '--host', '0.0.0.0'], { reject: false })
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' })
    expect(refused.stderr).toMatch(/^ATOMIC8002: Other machines could connect to 0\.0\.0\.0 /)
    const address = await start('--host', '0.0.0.0', '--secret-file', file('secret'))
    expect(await answer(address.replace('0.0.0.0', '127.0.0.1'), { secretFile: file('secret') })).toBe(97)
  })
})

describe('TLS', () => {
  test('carries jobs, between workers too, when all show certificates of one authority', async () => {
    const flags = [...tls('ours', 'server'), '--mutual', '--secret-file', file('secret')]
    const addresses = [await start(...flags), await start(...flags)].join()
    expect(await answer(addresses, { ...client('ours'), secretFile: file('secret') })).toBe(97)
    const run = ['run', '--workers', addresses, ...tls('ours', 'client'), '--secret-file', file('secret')]
    expect((await execaNode(atomic, [...run, 'examples/word-count.ts'])).stderr).toBe('')
  })

  test.each<[name: string, code: string, security: () => SecurityOptions]>([
    ['an authority that this side does not trust', 'ATOMIC8005', () => ({ tlsCa: file('theirs/ca.pem') })],
    ['no certificate where one is asked for', 'ATOMIC8007', () => ({ tlsCa: file('ours/ca.pem') })],
    [
      'a certificate that the other side does not trust',
      'ATOMIC8007',
      () => ({ ...client('theirs'), tlsCa: file('ours/ca.pem') }),
    ],
    ['no TLS where TLS is spoken', 'ATOMIC8010', () => ({})],
  ])('is refused with %s: %s', async (_, code, security) => {
    const address = await start(...tls('ours', 'server'), '--mutual')
    await expect(answer(address, security())).rejects.toMatchObject({ code })
    if (code === 'ATOMIC8007') {
      await expect.poll(() => errors()).toMatch(/was refused: (no certificate|certificate not accepted)/)
    }
    expect(await answer(address, client('ours'))).toBe(97)
  })

  test('is missed by a worker that joins without it, which ends and says so', async () => {
    const address = await start(...tls('ours', 'server'))
    const flags = ['worker', '--port', '0', '--join', address]
    const { exitCode, stderr } = await execaNode(atomic, flags, { reject: false })
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining(`ATOMIC8010: The driver ${address} speaks TLS, and this side does not.`),
    ])
  })

  test('is refused when the certificate is for another host', async () => {
    const address = await start(...tls('elsewhere', 'server'))
    await expect(answer(address, { tlsCa: file('elsewhere/ca.pem') })).rejects.toMatchObject({
      code: 'ATOMIC8006',
    })
  })

  test('is refused by a worker that does not speak it', async () => {
    const address = await start()
    await expect(answer(address, { tlsCa: file('ours/ca.pem') })).rejects.toMatchObject({
      code: 'ATOMIC8010',
    })
  })

  test('is refused when a certificate has expired, by who shows it and by who sees it', async () => {
    const past = { hosts: ['127.0.0.1'], notBefore: new Date(0), notAfter: new Date(Date.now() - day) }
    await make('past', past)
    const { stderr, exitCode } = await execaNode(
      atomic,
      ['worker', '--port', '0', ...tls('past', 'server')],
      {
        reject: false,
      },
    )
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/^ATOMIC8004: The certificate .*server\.pem/),
    ])
    const server = createServer({
      cert: readFileSync(file('past/server.pem')),
      key: readFileSync(file('past/server.key')),
    })
    const address = await listen(server)
    await expect(answer(address, { tlsCa: file('past/ca.pem') })).rejects.toMatchObject({
      code: 'ATOMIC8004',
    })
    await expect(answer(address, client('past'))).rejects.toMatchObject({ code: 'ATOMIC8004' })
    server.close()
  })

  test('shows someone in the middle, who has a certificate, but passes on what both ends say of the secret', async () => {
    const worker = await start(...tls('ours', 'server'), '--secret-file', file('secret'))
    const [cert, key, ca] = ['server.pem', 'server.key', 'ca.pem'].map((name) =>
      readFileSync(file(`ours/${name}`)),
    )
    const server = createServer({ cert, key })
    const middle = new WebSocketServer({ server })
    const said: string[] = []
    middle.on('connection', (near) => {
      const far = new WebSocket(`wss://${worker}`, { ca })
      near.on('message', (data) => {
        said.push(textOf(data))
        if (far.readyState === far.OPEN) far.send(textOf(data))
        else far.once('open', () => far.send(textOf(data)))
      })
      far.on('message', (data) => near.send(textOf(data)))
      far.on('close', (code, reason) => near.close(code, reason))
    })
    const address = await listen(server)
    const security = { tlsCa: file('ours/ca.pem'), secretFile: file('secret') }
    await expect(answer(address, security)).rejects.toMatchObject({ code: 'ATOMIC8001' })
    expect(said).toHaveLength(2)
    server.close()
    expect(await answer(worker, security)).toBe(97)
  })

  test('is refused with a key of another certificate', async () => {
    const flags = ['--tls-cert', file('ours/server.pem'), '--tls-key', file('theirs/server.key')]
    const { stderr, exitCode } = await execaNode(atomic, ['worker', '--port', '0', ...flags], {
      reject: false,
    })
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/^ATOMIC8009: .*theirs\/server\.key is not the private key/),
    ])
  })
})

async function start(...flags: string[]): Promise<string> {
  const worker = await startWorker('--slots', '1', ...flags)
  workers.push(worker)
  return worker.address
}

async function answer(addresses: string, security: SecurityOptions): Promise<number> {
  await using ctx = await Context.create({ workers: addresses, security })
  return (await jobs.countWords(ctx, 970, 4)).length
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

function textOf(data: RawData): string {
  return Buffer.isBuffer(data) ? data.toString() : ''
}

function errors(): string {
  return workers.map((worker) => worker.errors()).join('')
}

async function make(name: string, options: Parameters<typeof makeCertificates>[0]): Promise<void> {
  mkdirSync(join(folder, name))
  for (const [each, text] of Object.entries(await makeCertificates(options))) {
    writeFileSync(join(folder, name, each), text)
  }
}

function file(name: string): string {
  return join(folder, name)
}

function tls(name: string, end: 'server' | 'client'): string[] {
  const of = (kind: string): string => file(`${name}/${end}.${kind}`)
  return ['--tls-cert', of('pem'), '--tls-key', of('key'), '--tls-ca', file(`${name}/ca.pem`)]
}

function client(name: string): SecurityOptions {
  return {
    tlsCert: file(`${name}/client.pem`),
    tlsKey: file(`${name}/client.key`),
    tlsCa: file(`${name}/ca.pem`),
  }
}
