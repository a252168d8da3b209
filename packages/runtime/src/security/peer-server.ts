import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { requireAuthentication } from './require-authentication.ts'
import type { Security } from './security.ts'
import { tlsServerOptions } from './tls.ts'

/** Milliseconds in which a client must have sent its request. */
const patience = 10_000

/**
 * The server under a `WebSocketServer`, not yet listening: over TLS when there are certificates. A connection that sends
 * nothing is ended.
 *
 * @param host Where it will listen.
 * @throws AtomicError ATOMIC8002 when other machines could connect without proving who they are
 */
export function peerServer(host: string, security: Security): Server {
  requireAuthentication(host, security)
  const limits = {
    headersTimeout: patience,
    requestTimeout: patience,
    connectionsCheckingInterval: patience / 2,
  }
  if (!security.tls) return createServer(limits)
  const server = createTlsServer({ ...limits, ...tlsServerOptions(security.tls) })
  // One client that fails at TLS concerns no other.
  server.on('tlsClientError', (_error, connection) => connection.destroy())
  return server
}
