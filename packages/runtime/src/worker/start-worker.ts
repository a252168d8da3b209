import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { AtomicError } from '@atomic-ts/core/internal'
import { WebSocketServer, type WebSocket } from 'ws'
import { authenticateServer } from '../security/authenticate-server.ts'
import { peerServer } from '../security/peer-server.ts'
import { readSecurity, type WorkerSecurityOptions } from '../security/read-security.ts'
import { encodeValue } from '../codec/codec.ts'
import { toErrorRecord } from '../codec/error-record.ts'
import { checkHello } from '../wire/check-protocol.ts'
import { openMessage } from '../wire/open-message.ts'
import {
  protocolVersion,
  type DriverHello,
  type Hello,
  type HelloAnswer,
  type PeerHello,
} from '../wire/protocol.ts'
import { bytesOf, closeSocket, socketOptions } from '../wire/socket-pipe.ts'
import { checkShared } from '../context/memory-options.ts'
import type { ExecutorOptions } from './executor-options.ts'
import { checkPrograms, readBundle } from './own-bundles.ts'
import { startSession, type Session } from './session.ts'

/** What a worker is started with. */
export interface WorkerOptions extends Omit<ExecutorOptions, 'programs' | 'executor' | 'silence'> {
  /** Where it listens; any free port when it is 0. */
  readonly port: number
  /** The address that it listens on. */
  readonly host: string
  /** Task bundles that it may run. Without any, it loads those that drivers on this machine name. */
  readonly bundles: readonly string[]
  /** What its connections are protected by; what is left out comes from the environment. */
  readonly security: WorkerSecurityOptions
}

/** A worker that listens. */
export interface RunningWorker {
  readonly host: string
  readonly port: number
  /** Takes no more drivers and no more tasks; resolves when every driver has let it go, or its time is over. */
  drain(): Promise<void>
  /** Ends every session and stops listening. */
  close(reason: string): Promise<void>
}

// For drivers to let a worker go that is asked to end, in milliseconds.
const drainDeadline = 30_000
// For a hello to come, in milliseconds.
const helloDeadline = 10_000

/**
 * Listens for drivers, and starts an executor process for each. Code that crashes ends its driver's process and nothing
 * else.
 * @throws ATOMIC2005 when a bundle cannot be read, or it cannot listen there; ATOMIC8002 when other machines could connect
 *   without proving who they are
 */
export async function startWorker({
  port,
  host,
  bundles,
  security: securityOptions,
  ...own
}: WorkerOptions): Promise<RunningWorker> {
  checkShared(own)
  const programs = bundles.map(readBundle)
  const sessions = new Map<string, Session>()
  /** Connections that are not known to be a driver's yet. */
  const strangers = new Set<WebSocket>()
  let isLeaving = false
  const security = readSecurity(securityOptions)
  const listener = peerServer(host, security, onRefused)
  const server = new WebSocketServer({ ...socketOptions, server: listener, verifyClient: isNoBrowser })
  server.on('connection', (socket, { socket: connection }) => void welcome(socket, connection))
  try {
    listener.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    throw new AtomicError('ATOMIC2005', {
      what: `The worker cannot listen on ${host}:${port}: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: 'Choose another port, or end what uses it.',
      cause,
    })
  }
  return {
    host,
    port: (server.address() as AddressInfo).port,
    async drain() {
      isLeaving = true
      for (const session of sessions.values()) session.drain()
      const over = Promise.all([...sessions.values()].map(({ ended }) => ended))
      await Promise.race([over, setTimeout(drainDeadline, undefined, { ref: false })])
    },
    async close(reason) {
      server.close()
      listener.close()
      for (const socket of strangers) socket.terminate()
      for (const session of sessions.values()) session.end(reason)
      await Promise.all([...sessions.values()].map(({ ended }) => ended))
    },
  }

  async function welcome(socket: WebSocket, connection: Socket): Promise<void> {
    // Whatever is wrong with a connection ends that connection.
    socket.on('error', () => socket.terminate())
    strangers.add(socket)
    socket.once('close', () => strangers.delete(socket))
    try {
      const { secret } = security
      await authenticateServer(socket, connection, {
        role: 'worker',
        protocol: protocolVersion,
        secret,
        onRefused,
      })
    } catch {
      // It is refused and told of already.
      return
    }
    try {
      const hello = await helloOf(socket)
      checkVersion(hello)
      strangers.delete(socket)
      if (hello.kind === 'peer') return acceptPeer(socket, hello)
      if (isLeaving) throw new AtomicError('ATOMIC3009', { what: 'The worker is about to end.' })
      checkPrograms(programs, hello.programs)
      await serve(socket, hello)
    } catch (error) {
      answer(socket, { kind: 'refused', version: protocolVersion, error: toErrorRecord(error) })
      closeSocket(socket)
    }
  }

  /** Works for a driver until it is gone. */
  async function serve(socket: WebSocket, { session: name, silence }: DriverHello): Promise<void> {
    // The same driver again: it has lost the connection, and what it had here.
    sessions.get(name)?.end('its driver connected again')
    const executor = randomUUID()
    answer(socket, { kind: 'welcome', version: protocolVersion, slots: own.slots, executor })
    const session = startSession(socket, { ...own, programs, executor, silence }, security)
    sessions.set(name, session)
    await session.ended
    if (sessions.get(name) === session) sessions.delete(name)
  }

  function acceptPeer(socket: WebSocket, { executor }: PeerHello): void {
    const session = [...sessions.values()].find((each) => each.executor === executor)
    if (!session) {
      throw new AtomicError('ATOMIC3002', {
        what: 'The executor process that is asked for is not here any more.',
      })
    }
    answer(socket, { kind: 'connected', version: protocolVersion })
    session.accept(socket)
  }
}

async function helloOf(socket: WebSocket): Promise<Hello> {
  const [data] = (await once(socket, 'message', { signal: AbortSignal.timeout(helloDeadline) })) as [Buffer]
  return openMessage(bytesOf(data), 0, checkHello)
}

function checkVersion({ version }: Hello): void {
  if (version === protocolVersion) return
  throw new AtomicError('ATOMIC3010', {
    what: `The caller speaks version ${version} of the protocol, and this worker version ${protocolVersion}.`,
    fix: 'Install the same version on every machine.',
  })
}

function answer(socket: WebSocket, said: HelloAnswer): void {
  if (socket.readyState === socket.OPEN) socket.send(encodeValue(said))
}

/** Who runs a worker sees who tries to get in. */
function onRefused({ address, reason }: { readonly address: string; readonly reason: string }): void {
  process.emitWarning(`${address} was refused: ${reason}.`, 'AtomicWarning')
}

/** Web pages can open connections to this machine, too; browsers say where they come from. */
function isNoBrowser({ req }: { req: IncomingMessage }): boolean {
  return req.headers.origin === undefined
}
