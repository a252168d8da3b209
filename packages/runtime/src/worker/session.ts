import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { ProcessLink } from '../wire/process-link.ts'
import { bytesOf, closeSocket } from '../wire/socket-pipe.ts'
import { driverId, linkFile, type ExecutorOptions } from './executor-options.ts'

// A process that has not ended by then is killed, in milliseconds.
const endDeadline = 2000
// Bytes that may wait for the executor process before the driver's connection is read no further.
const mostWaiting = 32 << 20

/** What a worker does for one driver. */
export interface Session {
  /** Ends it at once; the reason is for the driver to read. */
  end(reason: string): void
  /** Resolves when its process is gone. */
  readonly ended: Promise<void>
}

/** Starts an executor process for a driver, and carries what they say to each other. */
export function startSession(socket: WebSocket, options: ExecutorOptions): Session {
  const child = spawn(process.execPath, ['--enable-source-maps', entry(), JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  })
  const stream = child.stdio[linkFile] as Duplex
  const link = new ProcessLink(stream, {
    opened: () => undefined,
    received: (_id, bytes) => {
      if (socket.readyState === socket.OPEN) socket.send(bytes)
    },
    closed: (_id, reason) => closeSocket(socket, reason),
    ended: () => undefined,
  })
  const ended = over()

  socket.on('message', (data) => {
    link.send(driverId, bytesOf(data))
    if (link.waiting < mostWaiting) return
    socket.pause()
    link.onceDrained(() => socket.resume())
  })
  // Whatever is wrong with the connection, its end comes after it.
  socket.on('error', () => undefined)
  socket.once('close', stop)
  return {
    ended,
    end(reason) {
      closeSocket(socket, reason)
      stop()
    },
  }

  function stop(): void {
    link.end()
    stream.destroy()
    const timer = setTimeout(() => child.kill('SIGKILL'), endDeadline).unref()
    child.once('exit', () => clearTimeout(timer))
  }

  async function over(): Promise<void> {
    const why = await Promise.race([
      once(child, 'exit').then(
        ([code, signal]) => `its executor process ended ${signal ? `by ${signal}` : `with code ${code}`}`,
      ),
      once(child, 'error').then(
        ([error]) => `its executor process did not start: ${(error as Error).message}`,
      ),
    ])
    closeSocket(socket, why)
  }
}

/** The process's entry by its public name, so that it is found from sources and from the built package alike. */
function entry(): string {
  return createRequire(import.meta.url).resolve('@atomic-ts/runtime/executor')
}
