import type { Socket } from 'node:net'
import { AtomicError } from '@atomic-ts/core/internal'
import { WebSocket } from 'ws'
import { socketOptions } from '../wire/socket-pipe.ts'
import { authenticateClient } from './authenticate-client.ts'
import { defaultDeadline, type AuthenticateOptions, type Peer } from './authenticate-options.ts'
import { plainError, tlsErrorOf } from './connection-error.ts'
import type { Role } from './greetings.ts'
import type { Security } from './security.ts'
import { tlsClientOptions } from './tls.ts'
import { needsTls } from './tls-needed.ts'

/** How a connection is dialled. */
export interface ConnectOptions extends Omit<AuthenticateOptions, 'secret'> {
  readonly security: Security
  /** What is dialled: a worker by default. */
  readonly to?: Role
}

/** A connection whose other end is known. */
export interface Connection {
  readonly socket: WebSocket
  /** What the socket runs on. */
  readonly connection: Socket
  readonly peer: Peer
}

/**
 * Dials a worker or a driver, over TLS when there are certificates, and greets it. The caller speaks first, and listens for
 * messages in the same turn in which this resolves.
 *
 * @param address Host and port: `host:10001`.
 * @throws AtomicError ATOMIC3009 when it cannot be reached; ATOMIC8001 to ATOMIC8010 by what is wrong with it
 */
export async function connect(address: string, options: ConnectOptions): Promise<Connection> {
  const { security, to = 'worker', deadline = defaultDeadline } = options
  const protocol = security.tls ? 'wss:' : 'ws:'
  const other = `The ${to} ${address}`
  const socket = new WebSocket(`${protocol}//${address}`, {
    ...socketOptions,
    ...(security.tls && tlsClientOptions(security.tls)),
    generateMask: unmasked,
    handshakeTimeout: deadline,
    finishRequest(request) {
      // Whoever waits for it keeps the process alive: a driver calls lost workers again when nobody waits, too.
      request.once('socket', (connection) => connection.unref())
      request.end()
    },
  })
  const connection = await opened(socket, protocol, { other, to })
  const peer = await authenticateClient(socket, connection, { ...options, secret: security.secret, other })
  return { socket, connection, peer }
}

/**
 * Masks keep scripts in a browser from fooling proxies (RFC 6455, 10.3), and there is none at either end. Bytes under a mask
 * of zeros stay as they are, and nobody goes over them.
 */
function unmasked(mask: Buffer): void {
  mask.fill(0)
}

const starts: Readonly<Record<Role, string>> = {
  worker: 'atomic worker --port PORT',
  driver: 'atomic run --listen HOST:PORT FILE',
}

function opened(
  socket: WebSocket,
  protocol: 'wss:' | 'ws:',
  { other, to }: { readonly other: string; readonly to: Role },
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    let connection: Socket | undefined
    socket.once('upgrade', (response) => {
      connection = response.socket
    })
    socket.once('open', () => {
      socket.off('error', fail)
      if (connection) resolve(connection)
    })
    socket.once('unexpected-response', (_request, response) => {
      if (protocol === 'ws:' && needsTls(response)) reject(plainError(other))
      else fail(new Error(`It gave an unexpected response: ${response.statusCode}.`))
      socket.terminate()
    })
    socket.on('error', fail)

    function fail(cause: Error): void {
      const unreachable = (): AtomicError =>
        new AtomicError('ATOMIC3009', {
          what: `${other} cannot be reached: ${cause.message}`,
          fix: `Start it with: ${starts[to]}, and see that nothing between the machines blocks the port.`,
          cause,
        })
      reject(tlsErrorOf(cause, protocol, other) ?? unreachable())
    }
  })
}
