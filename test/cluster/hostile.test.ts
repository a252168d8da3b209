import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from '@atomic-ts/compiler'
import { Context, type SecurityOptions } from '@atomic-ts/runtime'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { encodeValue } from '../../packages/runtime/src/codec/codec.ts'
import { connect } from '../../packages/runtime/src/security/connect.ts'
import { packet, partsHead } from '../../packages/runtime/src/wire/packet.ts'
import { protocolVersion, type Hello } from '../../packages/runtime/src/wire/protocol.ts'
import { open, recording, replay, sayAndClose, sayRaw } from './hostile-clients.ts'
import type * as Jobs from './jobs.ts'
import { startWorker, type TestWorker } from './start-worker.ts'

const jobs = await load<typeof Jobs>(fileURLToPath(new URL('jobs.ts', import.meta.url)))

let folder: string
let secretFile: string
let workers: TestWorker[] = []
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-hostile-'))
  secretFile = join(folder, 'secret')
  writeFileSync(secretFile, 'a secret that all of us know')
})
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.end()))
  workers = []
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('what hostile clients say', () => {
  test('ends their own connections, and no job', async () => {
    const address = await start('--secret-file', secretFile)
    const driver = await Context.create({ workers: address, security: { secretFile } })
    const job = jobs.countWords(driver, 50_000, 8)
    const hello = { kind: 'hello', protocol: 1, role: 'driver', nonce: 'A'.repeat(43), hasSecret: true }
    const said = JSON.stringify(hello)
    await Promise.all([
      sayAndClose(address, 'not a greeting'),
      sayAndClose(address, said, said),
      sayAndClose(address, JSON.stringify({ kind: 'response', proof: 'A'.repeat(43) })),
      sayAndClose(address, JSON.stringify({ kind: 'welcome', role: 'driver', proof: 'A'.repeat(43) })),
      sayAndClose(address, randomBytes(100_000)),
      sayAndClose(address, Buffer.alloc(20 << 20)),
      ...Array.from({ length: 20 }, () => sayAndClose(address, randomBytes(50))),
      sayRaw(address, randomBytes(1000)),
      sayRaw(address, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
      sayRaw(address, `GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`),
      abandoned(address),
    ])
    expect(await job).toHaveLength(97)
    await driver.stop()
    expect(await answer(address, { secretFile })).toBe(97)
  })

  test('ends at a worker without a secret, too', async () => {
    const address = await start()
    const driver = await Context.create({ workers: address })
    const job = jobs.countWords(driver, 50_000, 8)
    const hello = JSON.stringify({
      kind: 'hello',
      protocol: protocolVersion,
      role: 'driver',
      nonce: 'A'.repeat(43),
      hasSecret: false,
    })
    const socket = await open(address)
    socket.send(hello)
    await once(socket, 'message')
    socket.send(randomBytes(500))
    await once(socket, 'close')
    expect(await job).toHaveLength(97)
    await driver.stop()
  })
})

test('what a driver said before, byte for byte, is worth nothing', async () => {
  const address = await start('--secret-file', secretFile)
  const { chunks, through, close } = await recording(address)
  expect(await answer(through, { secretFile })).toBe(97)
  close()
  expect(chunks.length).toBeGreaterThan(3)
  await replay(address, chunks)
  await expect.poll(() => workers[0]?.errors()).toMatch(/was refused: wrong secret/)
  expect(await answer(address, { secretFile })).toBe(97)
})

describe('what drivers say that are none', () => {
  const task = { job: 0, stage: 0, partition: 0, attempt: 0 }
  const message = (value: unknown): Buffer => {
    const bytes = encodeValue(value)
    return packet('parts', partsHead([bytes.length]), bytes)
  }
  const known = message({ kind: 'kill', slot: 0 })

  test.each<[name: string, ...packets: Buffer[]]>([
    ['random bytes', randomBytes(300)],
    ['a packet that is cut off', known.subarray(0, 20)],
    ['a packet of an unknown kind', Buffer.concat([known.subarray(0, 4), Buffer.from([99])])],
    ['more of an envelope that never began', packet('more', randomBytes(9))],
    ['an envelope in an envelope', packet('parts', partsHead([100]), randomBytes(9)), known],
    [
      'an envelope of four gigabytes, many times',
      packet('parts', partsHead(Array.from({ length: 1000 }, () => 0xffff_ffff))),
    ],
    ['an envelope of a million parts', packet('parts', partsHead(Array.from({ length: 1 << 20 }, () => 0)))],
    ['bytes that arrived and were never sent', packet('ack', Buffer.alloc(4, 0xff))],
    ['an acknowledgement that is cut off', packet('ack')],
    ['a message that is none', message({ kind: 'format', disk: 'c' })],
    ['what a worker would say', message({ kind: 'joined', slot: 0 })],
    ['a hello again', message({ kind: 'driver', version: 1, session: 'x', programs: [], silence: 1000 })],
    [
      'a task with a wrong number',
      message({ kind: 'slot', slot: 0, message: { kind: 'cancel', task: { ...task, job: -1 } } }),
    ],
    [
      'a step of no operator',
      message({
        kind: 'slot',
        slot: 0,
        message: { kind: 'stage', program: 0, pipelines: [], sink: { op: 'constructor' } },
      }),
    ],
    [
      'a bundle that is no file',
      message({ kind: 'slot', slot: 0, message: { kind: 'load', fingerprint: 'x', bundle: 1, tasks: [] } }),
    ],
  ])('%s: ends that connection, and no job of another driver', async (name, ...packets) => {
    const address = await startOnce()
    await using driver = await Context.create({ workers: address })
    const job = jobs.countWords(driver, 20_000, 4)
    const socket = await greeted(address, name)
    for (const each of packets) socket.send(each)
    await once(socket, 'close')
    expect(await job).toHaveLength(97)
  })

  test('a file that would be written through a link: it is not, from its start or from its middle', async () => {
    const address = await startOnce()
    const victim = join(folder, 'victim')
    for (const from of [0, 3]) {
      writeFileSync(victim, 'untouched')
      const socket = await greeted(address, `link ${from}`)
      const file = encodeValue({ kind: 'file', name: 'x', mode: 0o666, from, isLast: true })
      socket.send(message({ kind: 'link', name: 'x', target: victim }))
      socket.send(packet('parts', partsHead([file.length, 4]), file, Buffer.from('evil')))
      const [, reason] = (await once(socket, 'close')) as [number, Buffer]
      expect(String(reason)).toMatch(/it cannot keep the file x: E(LOOP|EXIST)/)
      expect(readFileSync(victim, 'utf8')).toBe('untouched')
      expect(statSync(victim).mode & 0o777).not.toBe(0o666)
    }
  })

  /** One worker for all of these: nothing that they say may harm it. */
  async function startOnce(): Promise<string> {
    lasting ??= await startWorker('--slots', '1')
    return lasting.address
  }

  let lasting: TestWorker | undefined
  afterAll(() => lasting?.end())
})

/** A connection of a driver that has said hello. */
async function greeted(address: string, session: string): Promise<WebSocket> {
  const { socket } = await connect(address, { role: 'driver', protocol: protocolVersion, security: {} })
  socket.on('error', () => undefined)
  const hello: Hello = { kind: 'driver', version: protocolVersion, session, programs: [], silence: 10_000 }
  socket.send(encodeValue(hello))
  await once(socket, 'message')
  return socket
}

/** A connection that is cut while the greetings last. */
async function abandoned(address: string): Promise<void> {
  const socket = await open(address)
  socket.terminate()
}

async function start(...flags: string[]): Promise<string> {
  const worker = await startWorker('--slots', '1', ...flags)
  workers.push(worker)
  return worker.address
}

async function answer(addresses: string, security: SecurityOptions): Promise<number> {
  await using ctx = await Context.create({ workers: addresses, security })
  return (await jobs.countWords(ctx, 970, 4)).length
}
