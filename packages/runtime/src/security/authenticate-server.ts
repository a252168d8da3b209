import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { WebSocket } from 'ws'
import { defaultDeadline, type AuthenticateOptions, type Peer } from './authenticate-options.ts'
import { channelOf } from './channel-of.ts'
import { exchangeGreetings, type GreetingExchange } from './greeting-exchange.ts'
import { addressOf, peerOf } from './peer-of.ts'
import { hasRefused, Refused } from './refused.ts'
import { isProof, proofOf, type Transcript } from './transcript.ts'

/** What the server's end needs, beside what both need. */
export interface AuthenticateServerOptions extends AuthenticateOptions {
  /** Whether the other end must have shown a certificate that is trusted here. */
  readonly mutual: boolean
  /** Hears of every attempt that failed, and never of the secret or of a proof. */
  readonly onRefused?: (attempt: { readonly address: string; readonly reason: string }) => void
}

/**
 * Finds out who dialled: the client proves that it knows the secret, then the server does. The secret never leaves this
 * process, and a recorded proof is worth nothing on another connection. The other end has one attempt; a failed one
 * closes the connection.
 *
 * Call it as soon as the socket is there, and listen for messages in the same turn in which it resolves: the client
 * speaks first.
 *
 * @param connection What the socket runs on: `request.socket`.
 * @throws AtomicError ATOMIC8001 when the client does not know the secret, ATOMIC8008 when it does not keep to the
 *   protocol
 */
export async function authenticateServer(
  socket: WebSocket,
  connection: Socket,
  options: AuthenticateServerOptions,
): Promise<Peer> {
  const address = addressOf(connection)
  const { deadline = defaultDeadline, onRefused } = options
  try {
    return await exchangeGreetings(socket, connection, { deadline, other: address }, (exchange) =>
      welcome(exchange, connection, options),
    )
  } catch (error) {
    onRefused?.({ address, reason: error instanceof Refused ? error.reason : 'refused by the other end' })
    throw error instanceof Refused ? hasRefused(error.reason, address, error.cause) : error
  }
}

async function welcome(
  exchange: GreetingExchange,
  connection: Socket,
  { role, protocol, secret, mutual }: AuthenticateServerOptions,
): Promise<Peer> {
  // It is told so here, since TLS itself has no word for it.
  if (mutual) checkCertificate(connection)
  const hello = await exchange.hear('hello')
  if (hello.protocol !== protocol) throw new Refused('other protocol')
  if (hello.hasSecret !== (secret !== undefined)) {
    throw new Refused(secret ? 'secret needed' : 'no secret here')
  }
  if (!secret) {
    exchange.say({ kind: 'welcome', role, proof: noProof })
    return peerOf(hello.role, connection)
  }
  const nonce = randomBytes(32)
  exchange.say({ kind: 'challenge', role, nonce: nonce.toString('base64url') })
  const transcript: Transcript = {
    protocol,
    roles: { client: hello.role, server: role },
    nonces: { client: Buffer.from(hello.nonce, 'base64url'), server: nonce },
    channel: channelOf(connection),
  }
  const { proof } = await exchange.hear('response')
  if (!isProof(Buffer.from(proof, 'base64url'), proofOf('client', secret, transcript))) {
    throw new Refused('wrong secret')
  }
  exchange.say({
    kind: 'welcome',
    role,
    proof: proofOf('server', secret, transcript).toString('base64url'),
  })
  return peerOf(hello.role, connection)
}

/** @throws Refused */
function checkCertificate(connection: Socket): void {
  if (!(connection instanceof TLSSocket)) throw new Refused('no certificate')
  // What counts as authorised may have shown none at all.
  if (connection.getPeerX509Certificate() === undefined) throw new Refused('no certificate')
  if (!connection.authorized) throw new Refused('certificate not accepted', connection.authorizationError)
}

/** Where there is no secret, there is nothing to prove. */
const noProof = Buffer.alloc(32).toString('base64url')
