import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { AuthenticateServerOptions } from './authenticate-server.ts'
import { addressOf } from './peer-of.ts'
import { requireAuthentication } from './require-authentication.ts'
import type { Security } from './security.ts'
import { endAtTls } from './tls-needed.ts'
import { tlsServerOptions } from './tls.ts'

/** Milliseconds in which a client must have sent its request. */
const patience = 10_000

/**
 * The server under a `WebSocketServer`, not yet listening: over TLS when there are certificates. A connection that sends
 * nothing is ended.
 *
 * @param host Where it will listen.
 * @param onRefused Hears of clients that fail at TLS.
 * @throws AtomicError ATOMIC8002 when other machines could connect without proving who they are
 */
export function peerServer(
  host: string,
  security: Security,
  onRefused?: AuthenticateServerOptions['onRefused'],
): Server {
  requireAuthentication(host, security)
  const limits = {
    headersTimeout: patience,
    requestTimeout: patience,
    connectionsCheckingInterval: patience / 2,
  }
  const server = security.tls
    ? createTlsServer({ ...limits, ...tlsServerOptions(security.tls) }, refuseRequest)
    : createServer(limits, refuseRequest)
  const end = endAtTls(server)
  // One client that fails at TLS concerns no other.
  server.on('tlsClientError', ({ message, code = message }: NodeJS.ErrnoException, connection: Socket) => {
    onRefused?.({ address: addressOf(connection), reason: code })
    end(connection, code)
  })
  return server
}

/** There is nothing here but WebSockets. */
function refuseRequest(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(426, { connection: 'close' }).end()
}
