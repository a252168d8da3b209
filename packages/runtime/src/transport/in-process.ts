import { Executor } from '../executor/executor.ts'
import type { ToWorker } from '../wire/messages.ts'
import { withoutExit } from './task-exit.ts'
import type { Envelope, Transport, TransportListener } from './transport.ts'

// How long a task may hold the thread before timers and sockets of the program have their turn, in milliseconds.
const turn = 20

/** One slot in the driver's own thread: no build step and no threads needed, and the debugger sees everything. */
export function inProcessTransport(): Transport {
  let executor: Executor | undefined
  let cancelled: string | undefined
  let last = performance.now()
  return {
    size: 1,
    sharesFunctions: true,
    start(listener: TransportListener) {
      executor = new Executor({
        send: (envelope) => listener.received(0, envelope),
        isCancelled: (task) => cancelled === JSON.stringify(task),
        guard: (_task, run) => withoutExit(run),
        breathe() {
          if (performance.now() - last < turn) return undefined
          return new Promise((resolve) => {
            setImmediate(() => {
              last = performance.now()
              resolve()
            })
          })
        },
      })
      queueMicrotask(() => listener.joined(0))
    },
    send(_slot, envelope: Envelope<ToWorker>) {
      if (envelope.message.kind === 'cancel') cancelled = JSON.stringify(envelope.message.task)
      else executor?.receive(envelope)
    },
    kill() {
      // The one thread there is cannot be ended from itself; a cancelled task stops at its next chunk.
    },
    close: () => Promise.resolve(),
  }
}
