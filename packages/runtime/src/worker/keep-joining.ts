import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { AtomicError, isAtomicError } from '@atomic-ts/core/internal'
import type { WebSocket } from 'ws'
import { encodeValue } from '../codec/codec.ts'
import { fromErrorRecord, toErrorRecord } from '../codec/error-record.ts'
import { connect } from '../security/connect.ts'
import { answer, checkVersion } from '../security/door.ts'
import type { Security } from '../security/security.ts'
import { checkJoinAnswer } from '../wire/check-protocol.ts'
import { openMessage } from '../wire/open-message.ts'
import { protocolVersion, type DriverHello, type JoinHello } from '../wire/protocol.ts'
import { bytesOf, closeSocket } from '../wire/socket-pipe.ts'
import type { Session } from './session.ts'

/** A driver that a worker dials. */
export interface JoinedDriver {
  readonly address: string
  readonly security: Security
  /** Ends it. */
  readonly signal: AbortSignal
  /** Hears what becomes of it, in words. */
  readonly news: (line: string) => void
}

/**
 * Works for a driver over a connection.
 * @throws what the driver is refused with
 */
export type Serve = (socket: WebSocket, hello: DriverHello, connection: Socket) => Pick<Session, 'ended'>

// For a connection and what is said first, in milliseconds.
const deadline = 10_000
// Between two tries, in milliseconds: twice as long each time, and not all workers at once.
const firstPause = 100
const longestPause = 5000

/**
 * Dials a driver, works for it, and dials again when it is gone or not there yet.
 * @throws what will not change by dialling again: one end refuses the other
 */
export async function keepJoining(driver: JoinedDriver, serve: Serve): Promise<void> {
  const { address, signal, news } = driver
  const hello: JoinHello = { kind: 'join', version: protocolVersion, worker: randomUUID(), driver: address }
  let isWaiting = false
  for (let wait = firstPause; !signal.aborted;) {
    try {
      const { socket, connection, driverHello } = await join(driver, hello)
      const session = serveOrRefuse(socket, () => serve(socket, driverHello, connection))
      news(`joined the driver ${address}`)
      isWaiting = false
      const { isCrash } = await session.ended
      wait = isCrash ? longer(wait) : firstPause
      if (!signal.aborted) news(`the driver ${address} is gone`)
    } catch (error) {
      if (isFinal(error)) throw error
      if (!isWaiting)
        news(`waiting for the driver: ${error instanceof Error ? error.message : String(error)}`)
      isWaiting = true
      wait = longer(wait)
    }
    await setTimeout(wait * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined)
  }
}

/** Dials a driver and offers this worker; gives what it says then. */
async function join({ address, security, signal }: JoinedDriver, hello: JoinHello) {
  const given = AbortSignal.any([signal, AbortSignal.timeout(deadline)])
  const { socket, connection } = await connect(address, {
    role: 'worker',
    to: 'driver',
    protocol: protocolVersion,
    security,
    deadline,
  })
  socket.on('error', () => socket.terminate())
  try {
    socket.send(encodeValue(hello))
    const [data] = (await Promise.race([
      once(socket, 'message', { signal: given }),
      once(socket, 'close', { signal: given }).then(() => []),
    ])) as [Buffer?]
    if (!data) throw new Error('It hung up.')
    const said = openMessage(bytesOf(data), 0, checkJoinAnswer)
    if (said.kind === 'refused') throw fromErrorRecord(said.error)
    checkVersion(said.version)
    return { socket, connection, driverHello: said }
  } catch (cause) {
    closeSocket(socket)
    throw cause instanceof AtomicError ? cause : unreachable(address, cause)
  }
}

/** The driver hears why a worker does not work for it. */
function serveOrRefuse<T>(socket: WebSocket, serve: () => T): T {
  try {
    return serve()
  } catch (error) {
    answer(socket, { kind: 'refused', version: protocolVersion, error: toErrorRecord(error) })
    closeSocket(socket)
    throw error
  }
}

function longer(wait: number): number {
  return Math.min(2 * wait, longestPause)
}

/** Whether dialling again would not help. */
function isFinal(error: unknown): boolean {
  return isAtomicError(error) && error.code !== 'ATOMIC3009' && error.code !== 'ATOMIC8011'
}

function unreachable(address: string, cause: unknown): AtomicError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new AtomicError('ATOMIC3009', { what: `The driver ${address} cannot be reached: ${why}`, cause })
}
