import type { Socket } from 'node:net'
import { AtomicError } from '@atomic-ts/core/internal'
import type { WebSocket } from 'ws'
import { fromErrorRecord } from '../../codec/error-record.ts'
import { connect } from '../../security/connect.ts'
import type { Role } from '../../security/greetings.ts'
import type { Security } from '../../security/security.ts'
import { checkHelloAnswer } from '../../wire/check-protocol.ts'
import { protocolVersion, type Hello, type HelloAnswer } from '../../wire/protocol.ts'
import { closeSocket } from '../../wire/socket-pipe.ts'
import { sayHello, type Answering } from './say-hello.ts'

/** A connection that a worker has accepted. */
export interface Connected {
  readonly socket: WebSocket
  /** What the socket runs on. */
  readonly connection: Socket
  readonly answer: Exclude<HelloAnswer, { kind: 'refused' }>
}

/** Who dials, and what it proves and asks for. */
export interface Caller {
  readonly role: Role
  readonly security: Security
}

/**
 * Connects to a worker, proves what it asks for, and says hello.
 * @param deadline for all of it, in milliseconds
 * @param received takes every message that comes after the worker's answer
 * @throws ATOMIC3009 when it cannot be reached in time; ATOMIC8001 to ATOMIC8010 when one end does not trust the other;
 *   what the worker says when it refuses
 */
export async function dial(
  address: string,
  hello: Hello,
  caller: Caller,
  deadline: number,
  received: (bytes: Buffer) => void,
): Promise<Connected> {
  const given = AbortSignal.timeout(deadline)
  const { socket, connection } = await connect(address, { ...caller, protocol: protocolVersion, deadline })
  try {
    return await greet({ socket, connection }, hello, { given, received })
  } catch (cause) {
    throw cause instanceof AtomicError ? cause : unreachable(address, cause)
  }
}

/**
 * Says hello to a worker over a connection that is there.
 * @throws what the worker says when it refuses; Error when it says nothing, or what is no answer
 */
export async function greet(
  { socket, connection }: Omit<Connected, 'answer'>,
  hello: Hello,
  waiting: Omit<Answering<HelloAnswer>, 'check'>,
): Promise<Connected> {
  try {
    const answer = await sayHello(socket, hello, { check: checkHelloAnswer, ...waiting })
    if (answer.kind === 'refused') throw fromErrorRecord(answer.error)
    return { socket, connection, answer }
  } catch (error) {
    socket.on('error', () => undefined)
    closeSocket(socket)
    throw error
  }
}

function unreachable(address: string, cause: unknown): AtomicError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new AtomicError('ATOMIC3009', {
    what: `The worker ${address} cannot be reached: ${why}`,
    fix: 'Start it with: atomic worker --port PORT, and see that nothing between the machines blocks the port.',
    cause,
  })
}
