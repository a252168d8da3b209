import type { Socket } from 'node:net'
import { AtomicError } from '@atomic-ts/core/internal'
import { WebSocket } from 'ws'
import { authenticateClient } from './authenticate-client.ts'
import { defaultDeadline, type AuthenticateOptions, type Peer } from './authenticate-options.ts'
import { tlsErrorOf } from './connection-error.ts'
import type { Security } from './security.ts'
import { tlsClientOptions } from './tls.ts'
import { webSocketLimits } from './web-socket-limits.ts'

/** How a connection is dialled. */
export interface ConnectOptions extends Omit<AuthenticateOptions, 'secret'> {
  readonly security: Security
  /** What the other end is called in errors: `The worker`. */
  readonly other: string
  /** Bytes of the largest message that is taken. */
  readonly maxPayload?: number
}

/** A connection whose other end is known. */
export interface Connection {
  readonly socket: WebSocket
  readonly peer: Peer
}

/**
 * Dials the other end, over TLS when there are certificates, and greets it. The caller speaks first, and listens for
 * messages in the same turn in which this resolves.
 *
 * @param address Host and port: `host:10001`.
 * @throws AtomicError ATOMIC8001 to ATOMIC8010 by what is wrong with the other end; ATOMIC3009 when it cannot be reached
 */
export async function connect(address: string, options: ConnectOptions): Promise<Connection> {
  const { security, deadline = defaultDeadline, maxPayload } = options
  const protocol = security.tls ? 'wss:' : 'ws:'
  const other = `${options.other} at ${address}`
  const socket = new WebSocket(`${protocol}//${address}`, {
    ...webSocketLimits(maxPayload),
    ...(security.tls && tlsClientOptions(security.tls)),
    handshakeTimeout: deadline,
  })
  const connection = await opened(socket, protocol, other)
  const peer = await authenticateClient(socket, connection, { ...options, secret: security.secret, other })
  return { socket, peer }
}

function opened(socket: WebSocket, protocol: 'wss:' | 'ws:', other: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    let connection: Socket | undefined
    socket.once('upgrade', (response) => {
      connection = response.socket
    })
    socket.once('open', () => {
      socket.off('error', fail)
      if (connection) resolve(connection)
    })
    socket.on('error', fail)

    function fail(cause: Error): void {
      const unreachable = (): AtomicError =>
        new AtomicError('ATOMIC3009', {
          what: `${other} cannot be reached: ${cause.message}`,
          fix: 'See that it runs, that the address is right, and that no firewall stands between.',
          cause,
        })
      reject(tlsErrorOf(cause, protocol, other) ?? unreachable())
    }
  })
}
