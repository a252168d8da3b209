import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { defaultDeadline, type AuthenticateOptions, type Peer } from './authenticate-options.ts'
import { channelOf } from './channel-of.ts'
import { exchangeGreetings, type GreetingExchange } from './greeting-exchange.ts'
import { peerOf } from './peer-of.ts'
import { hasRefused, Refused } from './refused.ts'
import { isProof, proofOf, type Transcript } from './transcript.ts'

/** What the client's end needs, beside what both need. */
export interface AuthenticateClientOptions extends AuthenticateOptions {
  /** What the other end is called in errors: `the worker at host:10001`. */
  readonly other: string
}

/**
 * The dialling end of `authenticateServer`: proves that it knows the secret, and believes the server only when it does,
 * too. The client speaks first afterwards.
 *
 * @param connection What the socket runs on: the `socket` of the response that the event `upgrade` brings.
 * @throws AtomicError ATOMIC8001 when either end does not know the other's secret, ATOMIC8008 when the server does not
 *   keep to the protocol
 */
export async function authenticateClient(
  socket: WebSocket,
  connection: Socket,
  options: AuthenticateClientOptions,
): Promise<Peer> {
  const { deadline = defaultDeadline, other } = options
  try {
    return await exchangeGreetings(socket, connection, { deadline, other }, (exchange) =>
      greet(exchange, connection, options),
    )
  } catch (error) {
    throw error instanceof Refused ? hasRefused(error.reason, other, error.cause) : error
  }
}

async function greet(
  exchange: GreetingExchange,
  connection: Socket,
  { role, protocol, secret }: AuthenticateClientOptions,
): Promise<Peer> {
  const nonce = randomBytes(32)
  const hasSecret = secret !== undefined
  exchange.say({ kind: 'hello', protocol, role, nonce: nonce.toString('base64url'), hasSecret })
  // A server that asks for no proof is refused by the kind of its answer.
  if (!secret) return peerOf((await exchange.hear('welcome')).role, connection)
  const challenge = await exchange.hear('challenge')
  const transcript: Transcript = {
    protocol,
    roles: { client: role, server: challenge.role },
    nonces: { client: nonce, server: Buffer.from(challenge.nonce, 'base64url') },
    channel: channelOf(connection),
  }
  exchange.say({ kind: 'response', proof: proofOf('client', secret, transcript).toString('base64url') })
  const welcome = await exchange.hear('welcome')
  const expected = proofOf('server', secret, transcript)
  if (!isProof(Buffer.from(welcome.proof, 'base64url'), expected)) throw new Refused('wrong secret')
  return peerOf(challenge.role, connection)
}
