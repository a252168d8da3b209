import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Security } from '../security/security.ts'
import { sweepScratch } from '../shuffle/scratch-folder.ts'
import { dial } from '../transport/cluster/dial.ts'
import { ProcessLink } from '../wire/process-link.ts'
import { protocolVersion } from '../wire/protocol.ts'
import { bytesOf, closeSocket, crashCode } from '../wire/socket-pipe.ts'
import { passOn } from './pass-on.ts'
import { driverId, drainWord, linkFile, type ExecutorOptions, type WantedPeer } from './executor-options.ts'

// A process that has not ended by then is killed, in milliseconds.
const endDeadline = 2000
// Bytes that may wait for the executor process before a connection is read no further.
const mostWaiting = 32 << 20

/** What a worker does for one driver. */
export interface Session {
  /** The name of its executor process. */
  readonly executor: string
  /** Connects another executor process of the driver with this one. */
  accept(socket: WebSocket): void
  /** Lets its driver know that the worker will end. */
  drain(): void
  /** Ends it at once; the reason is for the driver to read. */
  end(reason: string): void
  /** Resolves when its process is gone. */
  readonly ended: Promise<SessionEnd>
}

/** How a session ended. */
export interface SessionEnd {
  /** Its process ended by itself, while its driver was there. */
  readonly isCrash: boolean
}

/** What all sessions of a worker share. */
export interface SessionSettings {
  readonly security: Security
  /** Lines a minute of what its tasks write that are passed on; all when left out. */
  readonly logLines?: number | undefined
}

/** Starts an executor process for a driver, and carries what they say to each other, and to other executor processes. */
export function startSession(
  driver: WebSocket,
  options: ExecutorOptions,
  { security, logLines }: SessionSettings,
): Session {
  const { executor, silence } = options
  const output = logLines === undefined ? 'inherit' : 'pipe'
  const child = spawn(process.execPath, ['--enable-source-maps', entry(), JSON.stringify(options)], {
    stdio: ['ignore', output, output, 'pipe'],
    env: withoutSecret(process.env),
  })
  const stream = child.stdio[linkFile] as Duplex
  if (logLines !== undefined) {
    if (child.stdout) passOn(child.stdout, process.stdout, logLines)
    if (child.stderr) passOn(child.stderr, process.stderr, logLines)
  }
  const sockets = new Map<number, WebSocket>()
  /** What comes for a connection that is not there yet. */
  const early = new Map<number, Buffer[]>()
  const link = new ProcessLink(stream, {
    opened: (id, about) => void open(id, JSON.parse(about.toString()) as WantedPeer),
    received(id, bytes) {
      const socket = sockets.get(id)
      if (!socket) early.get(id)?.push(bytes)
      else if (socket.readyState === socket.OPEN) socket.send(bytes)
    },
    closed(id, reason) {
      early.delete(id)
      const socket = sockets.get(id)
      // A process that hangs up on its driver is of no more use than one that crashes.
      if (socket) closeSocket(socket, reason, id === driverId ? crashCode : undefined)
    },
    ended: () => undefined,
  })
  // Conversations that the executor process begins have odd numbers.
  let next = driverId
  let isStopping = false
  const ended = over()
  carry(driverId, driver)
  driver.once('close', stop)
  return {
    executor,
    ended,
    accept(socket) {
      next += 2
      link.open(next, new Uint8Array(0))
      carry(next, socket)
    },
    drain() {
      next += 2
      link.open(next, Buffer.from(drainWord))
    },
    end(reason) {
      closeSocket(driver, reason)
      stop()
    },
  }

  async function open(id: number, { address, executor: wanted }: WantedPeer): Promise<void> {
    early.set(id, [])
    try {
      const hello = { kind: 'peer', version: protocolVersion, executor: wanted } as const
      const { socket } = await dial(address, hello, { role: 'worker', security }, silence, (bytes) =>
        link.send(id, bytes),
      )
      const waiting = early.get(id)
      if (!waiting) return closeSocket(socket)
      early.delete(id)
      watch(id, socket)
      for (const bytes of waiting) socket.send(bytes)
    } catch (error) {
      early.delete(id)
      link.close(id, error instanceof Error ? error.message : String(error))
    }
  }

  /** Carries what a connection brings to the executor process. */
  function carry(id: number, socket: WebSocket): void {
    socket.on('message', (data) => {
      link.send(id, bytesOf(data))
      if (link.waiting < mostWaiting) return
      socket.pause()
      link.onceDrained(() => socket.resume())
    })
    watch(id, socket)
  }

  function watch(id: number, socket: WebSocket): void {
    sockets.set(id, socket)
    // Whatever is wrong with the connection, its end comes after it.
    socket.on('error', () => undefined)
    socket.once('close', (_code, reason) => {
      sockets.delete(id)
      link.close(id, String(reason) || 'the connection broke')
    })
  }

  function stop(): void {
    isStopping = true
    link.end()
    stream.destroy()
    for (const socket of sockets.values()) closeSocket(socket, 'its driver is gone')
    // Those that are being dialled are closed when they are there.
    early.clear()
    const timer = setTimeout(() => child.kill('SIGKILL'), endDeadline).unref()
    child.once('exit', () => clearTimeout(timer))
  }

  async function over(): Promise<SessionEnd> {
    const { why, isGood } = await Promise.race([
      once(child, 'exit').then(([code, signal]) => ({
        why: `its executor process ended ${signal ? `by ${String(signal)}` : `with code ${String(code)}`}`,
        isGood: code === 0,
      })),
      once(child, 'error').then(([error]) => ({
        why: `its executor process did not start: ${(error as Error).message}`,
        isGood: false,
      })),
    ])
    const isCrash = !isStopping && !isGood
    for (const socket of sockets.values()) closeSocket(socket, why, isCrash ? crashCode : undefined)
    // A process that was killed leaves its files.
    sweepScratch(options.scratch)
    return { isCrash }
  }
}

/** The user's code has no need of what workers prove themselves with. */
function withoutSecret({ ATOMIC_SECRET: _secret, ...rest }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return rest
}

/** The process's entry by its public name, so that it is found from sources and from the built package alike. */
function entry(): string {
  return createRequire(import.meta.url).resolve('@atomic-ts/runtime/executor')
}
