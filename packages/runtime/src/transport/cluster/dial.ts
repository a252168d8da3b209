import type { Socket } from 'node:net'
import { AtomicError } from '@atomic-ts/core/internal'
import type { WebSocket } from 'ws'
import { encodeValue } from '../../codec/codec.ts'
import { fromErrorRecord } from '../../codec/error-record.ts'
import { connect } from '../../security/connect.ts'
import type { Role } from '../../security/greetings.ts'
import type { Security } from '../../security/security.ts'
import { checkHelloAnswer } from '../../wire/check-protocol.ts'
import { openMessage } from '../../wire/open-message.ts'
import { protocolVersion, type Hello, type HelloAnswer } from '../../wire/protocol.ts'
import { bytesOf, closeSocket } from '../../wire/socket-pipe.ts'

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
    const answer = await greet(socket, hello, given, received)
    if (answer.kind === 'refused') throw fromErrorRecord(answer.error)
    return { socket, connection, answer }
  } catch (cause) {
    socket.on('error', () => undefined)
    closeSocket(socket)
    throw cause instanceof AtomicError ? cause : unreachable(address, cause)
  }
}

/** Says hello and waits for the answer. */
function greet(
  socket: WebSocket,
  hello: Hello,
  given: AbortSignal,
  received: (bytes: Buffer) => void,
): Promise<HelloAnswer> {
  return new Promise((resolve, reject) => {
    let isAnswered = false
    socket.on('message', (data, isBinary) => {
      if (isAnswered) return received(bytesOf(data))
      isAnswered = true
      try {
        if (!isBinary) throw new Error('It answered in text.')
        resolve(openMessage(bytesOf(data), 0, checkHelloAnswer))
      } catch (error) {
        reject(error)
      }
    })
    socket.once('error', reject)
    socket.once('close', (_code, reason) => reject(new Error(`It hung up. ${String(reason)}`)))
    given.addEventListener('abort', () => reject(new Error('It did not answer.')), { once: true })
    socket.send(encodeValue(hello))
  })
}

function unreachable(address: string, cause: unknown): AtomicError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new AtomicError('ATOMIC3009', {
    what: `The worker ${address} cannot be reached: ${why}`,
    fix: 'Start it with: atomic worker --port PORT, and see that nothing between the machines blocks the port.',
    cause,
  })
}
