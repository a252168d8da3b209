import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer, type RawData } from 'ws'
import { authenticateServer, type AuthenticateServerOptions } from './authenticate-server.ts'
import type { Peer } from './authenticate-options.ts'
import { connect, type ConnectOptions, type Connection } from './connect.ts'
import { peerServer } from './peer-server.ts'
import { readSecret } from './secret.ts'

const secret = readSecret({ secret: 'correct horse battery staple' })
const other = readSecret({ secret: 'incorrect horse battery staple' })

let open: { close(): void }[]
beforeEach(() => {
  open = []
})
afterEach(() => {
  for (const each of open) each.close()
})

describe('the challenge', () => {
  test('lets both ends in that share a secret, and they can speak at once', async () => {
    const worker = await listen({ secret })
    const { socket, peer } = await dial(worker, { secret })
    socket.send('first words')
    expect(peer.role).toBe('worker')
    expect(await worker.next()).toMatchObject({ peer: { role: 'driver' }, first: 'first words' })
  })

  test('is left out where neither end has a secret', async () => {
    const worker = await listen({})
    const { socket } = await dial(worker, {})
    socket.send('hello')
    expect(await worker.next()).toMatchObject({ first: 'hello' })
  })

  test.each([
    ['another secret', { secret }, { secret: other }, 'ATOMIC8001', 'wrong secret'],
    ['no secret', { secret }, {}, 'ATOMIC8001', 'secret needed'],
    ['a secret where there is none', {}, { secret }, 'ATOMIC8001', 'no secret here'],
    ['another version', { secret }, { secret, protocol: 2 }, 'ATOMIC3010', 'other protocol'],
  ])('refuses %s, at both ends', async (_, server, client, code, reason) => {
    const worker = await listen(server)
    await expect(dial(worker, client)).rejects.toMatchObject({ code })
    await expect(worker.next()).rejects.toMatchObject({ code })
    expect(worker.refused).toEqual([
      { address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) as string, reason },
    ])
  })

  test('is not won by a server that knows no secret', async () => {
    const server = await serveRaw((socket, text) => {
      const { kind } = JSON.parse(text) as { kind: string }
      const nonce = Buffer.alloc(32).toString('base64url')
      if (kind === 'hello') socket.send(JSON.stringify({ kind: 'challenge', role: 'worker', nonce }))
      else socket.send(JSON.stringify({ kind: 'welcome', role: 'worker', proof: nonce }))
    })
    await expect(dial(server, { secret })).rejects.toMatchObject({ code: 'ATOMIC8001' })
  })

  test('is not won by a server that asks for no proof', async () => {
    const proof = Buffer.alloc(32).toString('base64url')
    const server = await serveRaw((socket) =>
      socket.send(JSON.stringify({ kind: 'welcome', role: 'worker', proof })),
    )
    await expect(dial(server, { secret })).rejects.toMatchObject({ code: 'ATOMIC8008' })
  })

  test('is not won by giving a proof back to the one who said it', async () => {
    const server = await serveRaw((socket, text) => {
      const said = JSON.parse(text) as { kind: string; nonce: string; proof: string }
      if (said.kind === 'hello')
        socket.send(JSON.stringify({ kind: 'challenge', role: 'driver', nonce: said.nonce }))
      else socket.send(JSON.stringify({ kind: 'welcome', role: 'driver', proof: said.proof }))
    })
    await expect(dial(server, { secret })).rejects.toMatchObject({ code: 'ATOMIC8001' })
  })

  test('is not won by what was recorded of another connection', async () => {
    const worker = await listen({ secret })
    const said = await record(worker, () => dial(worker, { secret }))
    expect(said.map((text) => (JSON.parse(text) as { kind: string }).kind)).toEqual(['hello', 'response'])
    void worker.next()
    const socket = await openRaw(worker)
    for (const text of said) {
      socket.send(text)
      await Promise.race([once(socket, 'message'), once(socket, 'close')])
    }
    await expect(worker.next()).rejects.toMatchObject({ code: 'ATOMIC8001' })
    expect(worker.refused).toMatchObject([{ reason: 'wrong secret' }])
  })

  test('never shows the secret, nor anything made of it alone', async () => {
    const worker = await listen({ secret })
    const first = await record(worker, () => dial(worker, { secret }))
    const second = await record(worker, () => dial(worker, { secret }))
    const all = [...first, ...second].join()
    expect(all).not.toContain('horse')
    expect(first[1]).not.toBe(second[1])
  })
})

describe('what is no greeting', () => {
  const hello = { kind: 'hello', protocol: 1, role: 'driver', nonce: 'A'.repeat(43), hasSecret: true }

  test.each<[name: string, ...messages: (string | Buffer)[]]>([
    ['nothing that JSON can read', 'GET /'],
    ['bytes', Buffer.from(JSON.stringify(hello))],
    ['the wrong kind', JSON.stringify({ kind: 'response', proof: 'A'.repeat(43) })],
    ['an unknown kind', JSON.stringify({ kind: 'constructor' })],
    ['a short nonce', JSON.stringify({ ...hello, nonce: 'AAAA' })],
    ['an unknown role', JSON.stringify({ ...hello, role: 'root' })],
    ['a property too many', JSON.stringify({ ...hello, admin: true })],
    ['a property too few', JSON.stringify({ ...hello, hasSecret: undefined })],
    ['a prototype', `{"__proto__":{"kind":"hello"},"protocol":1}`],
    ['a long text', ' '.repeat(600) + JSON.stringify(hello)],
    ['a very large message', Buffer.alloc(1 << 20)],
    ['two at once', JSON.stringify(hello), JSON.stringify(hello)],
  ])('%s closes the connection, and no other', async (_, ...messages) => {
    const worker = await listen({ secret })
    const { socket: friend } = await dial(worker, { secret })
    const accepted = worker.next()
    const socket = await openRaw(worker)
    for (const message of messages) socket.send(message)
    await once(socket, 'close')
    friend.send('still here')
    expect(await accepted).toMatchObject({ first: 'still here' })
    await expect(worker.next()).rejects.toMatchObject({ code: 'ATOMIC8008' })
    expect(worker.refused).toMatchObject([{ reason: 'not understood' }])
  })

  test('bytes that are no frame close the connection', async () => {
    const worker = await listen({ secret })
    const socket = await openRaw(worker)
    rawOf(socket).write(Buffer.alloc(100, 0xff))
    await expect(worker.next()).rejects.toMatchObject({ code: 'ATOMIC8008' })
  })

  test('silence ends at the deadline', async () => {
    const worker = await listen({ secret, deadline: 50 })
    const socket = await openRaw(worker)
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer]
    expect([code, reason.toString()]).toEqual([1008, 'too late'])
    await expect(worker.next()).rejects.toMatchObject({ code: 'ATOMIC3009' })
  })

  test('a server that says nothing is given up at the deadline', async () => {
    const server = await serveRaw(() => undefined)
    await expect(dial(server, { secret, deadline: 50 })).rejects.toMatchObject({ code: 'ATOMIC3009' })
  })

  test('a server that takes no connection further is given up at the deadline', async () => {
    const server = createServer()
    open.push(server)
    const held: Socket[] = []
    server.on('connection', (socket) => held.push(socket))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await expect(dial({ port }, { secret, deadline: 50 })).rejects.toMatchObject({ code: 'ATOMIC3009' })
    for (const socket of held) socket.destroy()
  })

  test.each<[name: string, says: string, answer: (socket: Socket) => void]>([
    ['the end of the connection', 'it ended the connection at once', (socket) => socket.resetAndDestroy()],
    [
      'an error of HTTP',
      'It gave an unexpected response: 404',
      (socket) => socket.end('HTTP/1.1 404 No\r\n\r\n'),
    ],
    [
      'an upgrade to no TLS',
      'It gave an unexpected response: 426',
      (socket) => socket.end('HTTP/1.1 426 No\r\n\r\n'),
    ],
  ])('%s is a worker that cannot be reached', async (_, says, answer) => {
    const server = createServer((socket) => socket.once('data', () => answer(socket)))
    open.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await expect(dial({ port }, {})).rejects.toMatchObject({
      code: 'ATOMIC3009',
      message: expect.stringContaining(`cannot be reached: ${says}`) as string,
    })
  })
})

type Ends = Partial<Pick<AuthenticateServerOptions, 'secret' | 'protocol' | 'deadline'>>

interface Accepted {
  readonly peer: Peer
  readonly first: string
}

async function listen({ secret: own, ...ends }: Ends) {
  const server = peerServer('127.0.0.1', {})
  const wss = new WebSocketServer({ server })
  open.push(wss, server)
  const refused: { address: string; reason: string }[] = []
  const outcomes: Promise<Accepted>[] = []
  const waiting: ((outcome: Promise<Accepted>) => void)[] = []
  wss.on('connection', (socket, request) => {
    open.push({ close: () => socket.terminate() })
    const options = { role: 'worker', protocol: 1, secret: own, mutual: false, ...ends } as const
    const outcome = accept(socket, request.socket, {
      ...options,
      onRefused: (attempt) => refused.push(attempt),
    })
    outcome.catch(() => undefined)
    const next = waiting.shift()
    if (next) next(outcome)
    else outcomes.push(outcome)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const next = async (): Promise<Accepted> =>
    outcomes.shift() ?? new Promise<Accepted>((resolve) => waiting.push((outcome) => resolve(outcome)))
  return { port, wss, refused, next }
}

async function accept(
  socket: WebSocket,
  connection: Socket,
  options: AuthenticateServerOptions,
): Promise<Accepted> {
  const peer = await authenticateServer(socket, connection, options)
  const [data] = (await once(socket, 'message')) as [RawData]
  return { peer, first: textOf(data) }
}

async function dial(
  { port }: { readonly port: number },
  { secret: own, ...ends }: Ends,
): Promise<Connection> {
  const options: ConnectOptions = {
    role: 'driver',
    protocol: 1,
    security: { secret: own },
    ...ends,
  }
  const connection = await connect(`127.0.0.1:${port}`, options)
  open.push({ close: () => connection.socket.terminate() })
  return connection
}

/** A server that answers as the test says. */
async function serveRaw(answer: (socket: WebSocket, text: string) => void): Promise<{ port: number }> {
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  open.push(wss)
  wss.on('connection', (socket) => {
    open.push({ close: () => socket.terminate() })
    socket.on('message', (data) => answer(socket, textOf(data)))
  })
  await once(wss, 'listening')
  return wss.address() as AddressInfo
}

async function openRaw({ port }: { readonly port: number }): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`)
  open.push({ close: () => socket.terminate() })
  socket.on('error', () => undefined)
  socket.once('upgrade', ({ socket: raw }) => raws.set(socket, raw))
  await once(socket, 'open')
  return socket
}

const raws = new WeakMap<WebSocket, Socket>()

function rawOf(socket: WebSocket): Socket {
  const raw = raws.get(socket)
  if (!raw) throw new Error('This socket is not open.')
  return raw
}

/** What the client says while `run` dials. */
async function record(
  { wss }: { readonly wss: WebSocketServer },
  run: () => Promise<unknown>,
): Promise<string[]> {
  const said: string[] = []
  wss.once('connection', (socket) => socket.on('message', (data) => said.push(textOf(data))))
  await run()
  return said
}

function textOf(data: RawData): string {
  return Buffer.isBuffer(data) ? data.toString() : ''
}
