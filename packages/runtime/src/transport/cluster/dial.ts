import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { AtomicError } from '@atomic-ts/core/internal'
import { WebSocket } from 'ws'
import { decodeValue, encodeValue } from '../../codec/codec.ts'
import { fromErrorRecord } from '../../codec/error-record.ts'
import type { Hello, HelloAnswer } from '../../wire/protocol.ts'
import { bytesOf, closeSocket, socketOptions } from '../../wire/socket-pipe.ts'

/** A connection that a worker has welcomed. */
export interface Welcomed {
  readonly socket: WebSocket
  /** What the socket runs on. */
  readonly connection: Socket
  /** Slots of the worker. */
  readonly slots: number
}

/**
 * Connects to a worker and says hello.
 * @param deadline for all of it, in milliseconds
 * @param received takes every message that comes after the worker's answer
 * @throws ATOMIC3009 when it cannot be reached in time; what the worker says when it refuses
 */
export async function dial(
  address: string,
  hello: Hello,
  deadline: number,
  received: (bytes: Buffer) => void,
): Promise<Welcomed> {
  const socket = new WebSocket(`ws://${address}`, { ...socketOptions, handshakeTimeout: deadline })
  const given = AbortSignal.timeout(deadline)
  try {
    const [{ socket: connection }] = (await once(socket, 'upgrade', { signal: given })) as [IncomingMessage]
    if (socket.readyState !== socket.OPEN) await once(socket, 'open', { signal: given })
    const answer = await greet(socket, hello, given, received)
    if (answer.kind === 'refused') throw fromErrorRecord(answer.error)
    return { socket, connection, slots: answer.slots }
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
        resolve(decodeValue(bytesOf(data)) as HelloAnswer)
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
