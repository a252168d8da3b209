import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { AtomicError } from '@atomic-ts/core/internal'
import type { WebSocket } from 'ws'
import { checkShared } from '../context/memory-options.ts'
import { answer, openDoor } from '../security/door.ts'
import { readSecurity, type SecurityOptions } from '../security/read-security.ts'
import { sweepScratch } from '../shuffle/scratch-folder.ts'
import { protocolVersion, type DriverHello, type PeerHello } from '../wire/protocol.ts'
import { advertisedAddress } from './advertised-address.ts'
import type { ExecutorOptions } from './executor-options.ts'
import { checkAddress, joinAddress } from './join-address.ts'
import { keepJoining } from './keep-joining.ts'
import { checkPrograms, readBundle } from './own-bundles.ts'
import { startSession, type Session } from './session.ts'

/** What a worker is started with. */
export interface WorkerOptions extends Omit<ExecutorOptions, 'programs' | 'executor' | 'silence'> {
  /** Where it listens; any free port when it is 0. */
  readonly port: number
  /** The address that it listens on. */
  readonly host: string
  /** Task bundles that it may run. Without any, it loads those that drivers on this machine name. */
  readonly bundles: readonly string[]
  /** What its connections are protected by; what is left out comes from the environment. */
  readonly security: SecurityOptions
  /** `host:port` or `ws://host:port` of a driver that it dials, and dials again when it is gone. */
  readonly join?: string
  /** `host:port` at which others reach it, where that is not where it listens; `none` when only it can dial. */
  readonly advertise?: string
  /** How many drivers it works for at the same time; any number by default. */
  readonly sessions?: number
  /** Lines a minute that it passes on of what the tasks of one driver write; all by default. */
  readonly logLines?: number
  /** Hears what becomes of joining, in words. */
  readonly news?: (line: string) => void
}

/** A worker that listens. */
export interface RunningWorker {
  readonly host: string
  readonly port: number
  /** Rejects with what the driver that it should join refuses it with; never resolves. */
  readonly refused: Promise<never>
  /** Takes no more drivers and no more tasks; resolves when every driver has let it go, or its time is over. */
  drain(): Promise<void>
  /** Ends every session and stops listening. */
  close(reason: string): Promise<void>
}

// For drivers to let a worker go that is asked to end, in milliseconds.
const drainDeadline = 30_000

/**
 * Listens for drivers, and starts an executor process for each; dials one, when it is asked to. Code that crashes ends its
 * driver's process and nothing else.
 * @throws ATOMIC2005 when a bundle cannot be read, or it cannot listen there; ATOMIC8002 when other machines could connect
 *   without proving who they are
 */
export async function startWorker({
  port,
  host,
  bundles,
  security: securityOptions,
  join,
  advertise,
  sessions: mostSessions = Infinity,
  logLines,
  news = () => undefined,
  ...own
}: WorkerOptions): Promise<RunningWorker> {
  checkShared(own)
  const programs = bundles.map(readBundle)
  const sessions = new Map<string, Session>()
  const leaving = new AbortController()
  const security = readSecurity(securityOptions)
  const joined = join === undefined ? undefined : joinAddress(join, security)
  if (advertise !== undefined && !(advertise === 'none' && joined)) checkAddress('advertise', advertise)
  const door = await openDoor(
    { address: { host, port }, role: 'worker', security },
    ({ hello, socket, connection }) => {
      if (hello.kind === 'peer') return acceptPeer(socket, hello)
      if (hello.kind === 'join') throw notADriver()
      keepAlive(connection, hello)
      serve(socket, hello, advertise)
    },
  )
  // What a worker that was killed has left, and what its executor processes have.
  sweepScratch(own.scratch)
  const refused = new Promise<never>((_, reject) => {
    if (joined === undefined) return
    const driver = { address: joined, security, signal: leaving.signal, news }
    keepJoining(driver, serveJoined).catch(reject)
  })
  refused.catch(() => undefined)
  return {
    ...door.address,
    refused,
    async drain() {
      leaving.abort()
      for (const session of sessions.values()) session.drain()
      const over = Promise.all([...sessions.values()].map(({ ended }) => ended))
      await Promise.race([over, setTimeout(drainDeadline, undefined, { ref: false })])
    },
    async close(reason) {
      leaving.abort()
      door.close()
      for (const session of sessions.values()) session.end(reason)
      await Promise.all([...sessions.values()].map(({ ended }) => ended))
    },
  }

  /** Works for a driver that was dialled until it is gone. */
  function serveJoined(socket: WebSocket, hello: DriverHello, connection: Socket): Session {
    const session = sessions.get(hello.session)
    keepAlive(connection, hello)
    if (!session) return serve(socket, hello, advertisedAddress({ advertise, ...door.address }, connection))
    // It has dialled this worker, too: one of the two connections is enough.
    socket.close()
    return session
  }

  /** Works for a driver until it is gone. */
  function serve(
    socket: WebSocket,
    { session: name, silence, programs: wanted }: DriverHello,
    address: string | undefined,
  ): Session {
    if (leaving.signal.aborted) {
      throw new AtomicError('ATOMIC3009', { what: 'The worker is about to end.' })
    }
    checkPrograms(programs, wanted)
    const before = sessions.get(name)
    if (!before && sessions.size >= mostSessions) {
      throw new AtomicError('ATOMIC3009', {
        what: `The worker works for ${mostSessions} drivers already, and for no more.`,
        fix: 'Wait until one of them has ended, use other workers, or start it with a larger --sessions.',
      })
    }
    // The same driver again: it has lost the connection, and what it had here.
    before?.end('its driver connected again')
    const executor = randomUUID()
    answer(socket, { kind: 'welcome', version: protocolVersion, slots: own.slots, executor, address })
    const session = startSession(socket, { ...own, programs, executor, silence }, { security, logLines })
    sessions.set(name, session)
    void session.ended.then(() => sessions.get(name) === session && sessions.delete(name))
    return session
  }

  function acceptPeer(socket: WebSocket, { executor }: PeerHello): void {
    const session = [...sessions.values()].find((each) => each.executor === executor)
    if (!session) {
      throw new AtomicError('ATOMIC3002', {
        what: 'The executor process that is asked for is not here any more.',
      })
    }
    answer(socket, { kind: 'connected', version: protocolVersion })
    session.accept(socket)
  }
}

function notADriver(): AtomicError {
  return new AtomicError('ATOMIC8008', {
    what: 'A worker was asked to join a worker.',
    fix: 'Give --join the address at which a driver listens: atomic run --listen HOST:PORT FILE.',
  })
}

/** A driver that is busy, or stopped, is waited for; its machine answers for it. One that does not is gone. */
function keepAlive(connection: Socket, { silence }: DriverHello): void {
  connection.setKeepAlive(true, silence)
}
