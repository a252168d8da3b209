import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { AtomicError } from '@atomic-ts/core/internal'
import { WebSocketServer, type WebSocket } from 'ws'
import { encodeValue } from '../codec/codec.ts'
import { toErrorRecord } from '../codec/error-record.ts'
import { addressText, parseAddress, type Address } from '../wire/address.ts'
import { checkHello } from '../wire/check-protocol.ts'
import { openMessage } from '../wire/open-message.ts'
import { protocolVersion, type Hello, type HelloAnswer } from '../wire/protocol.ts'
import { bytesOf, closeSocket, socketOptions } from '../wire/socket-pipe.ts'
import { authenticateServer } from './authenticate-server.ts'
import type { Role } from './greetings.ts'
import { FailedAttempts } from './failed-attempts.ts'
import { peerServer } from './peer-server.ts'
import { refuse } from './refuse.ts'
import type { Security } from './security.ts'

/** Where others are let in, and by whom. */
export interface DoorOptions {
  readonly address: Address
  /** What this process is. */
  readonly role: Role
  readonly security: Security
}

/** Who has proved what it must, and has said hello. */
export interface Guest {
  readonly hello: Hello
  readonly socket: WebSocket
  /** What the socket runs on. */
  readonly connection: Socket
}

/** A port on which a process lets others in. */
export interface Door {
  /** Where it listens. */
  readonly address: Address
  /** Does not keep the process alive any more, nor do those who come from now on. */
  unref(): void
  /** Lets nobody in any more; those that are in stay. */
  close(): void
}

// For a hello to come, in milliseconds.
const helloDeadline = 10_000

/**
 * Listens for those who prove who they are.
 * @param welcome takes them in; what it throws is what they are refused with
 * @throws ATOMIC2005 when it cannot listen there; ATOMIC8002 when other machines could connect without proving who they are
 */
export async function openDoor(
  { address, role, security }: DoorOptions,
  welcome: (guest: Guest) => void | Promise<void>,
): Promise<Door> {
  /** Connections of which nobody knows yet what they want. */
  const strangers = new Set<WebSocket>()
  const attempts = new FailedAttempts()
  const listener = peerServer(address.host, security, onRefused)
  const server = new WebSocketServer({ ...socketOptions, server: listener, verifyClient: isNoBrowser })
  server.on('connection', (socket, { socket: connection }) => void letIn(socket, connection))
  try {
    listener.listen(address.port, address.host)
    await once(server, 'listening')
  } catch (cause) {
    throw new AtomicError('ATOMIC2005', {
      what: `The ${role} cannot listen on ${addressText(address)}: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: 'Choose another port, or end what uses it.',
      cause,
    })
  }
  return {
    address: { host: address.host, port: (server.address() as AddressInfo).port },
    unref: () => void listener.unref().on('connection', (connection: Socket) => connection.unref()),
    close() {
      server.close()
      listener.close()
      for (const socket of strangers) socket.terminate()
    },
  }

  /** Who listens sees who tries to get in. */
  function onRefused({ address: from, reason }: { readonly address: string; readonly reason: string }): void {
    const host = parseAddress(from)?.host ?? from
    warn(`${from} was refused: ${reason}.`)
    if (attempts.add(host)) warn(`${host} has had too many failed attempts: it is refused for a minute.`)
  }

  async function letIn(socket: WebSocket, connection: Socket): Promise<void> {
    // Whatever is wrong with a connection ends that connection.
    socket.on('error', () => socket.terminate())
    strangers.add(socket)
    socket.once('close', () => strangers.delete(socket))
    if (attempts.isSpent(connection.remoteAddress ?? '')) return refuse(socket, 'too many failed attempts')
    try {
      const { secret, tls } = security
      const mutual = tls?.mutual ?? false
      const protocol = protocolVersion
      await authenticateServer(socket, connection, { role, protocol, secret, mutual, onRefused })
    } catch {
      // It is refused and told of already.
      return
    }
    try {
      const hello = await helloOf(socket)
      checkVersion(hello.version)
      strangers.delete(socket)
      await welcome({ hello, socket, connection })
    } catch (error) {
      answer(socket, { kind: 'refused', version: protocolVersion, error: toErrorRecord(error) })
      closeSocket(socket)
    }
  }
}

function warn(what: string): void {
  process.emitWarning(what, 'AtomicWarning')
}

/** Answers a hello. */
export function answer(socket: WebSocket, said: HelloAnswer): void {
  if (socket.readyState === socket.OPEN) socket.send(encodeValue(said))
}

/**
 * Both ends must speak the same.
 * @throws ATOMIC3010
 */
export function checkVersion(version: number): void {
  if (version === protocolVersion) return
  throw new AtomicError('ATOMIC3010', {
    what: `The caller speaks version ${version} of the protocol, and this side version ${protocolVersion}.`,
    fix: 'Install the same version on every machine.',
  })
}

async function helloOf(socket: WebSocket): Promise<Hello> {
  const [data] = (await once(socket, 'message', { signal: AbortSignal.timeout(helloDeadline) })) as [Buffer]
  return openMessage(bytesOf(data), 0, checkHello)
}

/** Web pages can open connections to this machine, too; browsers say where they come from. */
function isNoBrowser({ req }: { req: IncomingMessage }): boolean {
  return req.headers.origin === undefined
}
