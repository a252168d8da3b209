import { setTimeout } from 'node:timers/promises'
import { join } from 'node:path'
import { Executor, type ExecutorPort } from '../executor/executor.ts'
import type { WorkerMemory } from '../memory/worker-memory.ts'
import type { ToWorker } from '../wire/messages.ts'
import { PartitionStore } from '../storage/partition-store.ts'
import { storeLimits } from '../storage/store-limits.ts'
import { withoutExit } from './task-exit.ts'
import type { Envelope, Transport, TransportListener } from './transport.ts'

// How long a context that is stopped waits for attempts that were given up, in milliseconds.
const closeDeadline = 1000
// How long a task may hold the thread before timers and sockets of the program have their turn, in milliseconds.
const turn = 20

/**
 * Slots in the driver's own thread: no build step and no threads needed, and the debugger sees everything. Their tasks
 * take turns where one of them waits, and between chunks.
 */
export function inProcessTransport(slots: number, memory: WorkerMemory): Transport {
  const executors: Executor[] = []
  const held = new Int32Array(new SharedArrayBuffer(4))
  const store = new PartitionStore(
    storeLimits(memory, { held, folder: join(memory.scratch, 'cache') }, slots),
  )
  const cancelled: (string | undefined)[] = []
  let last = performance.now()
  return {
    size: slots,
    sharesFunctions: true,
    start(listener: TransportListener) {
      for (let slot = 0; slot < slots; slot++) executors.push(executor(slot, listener))
      queueMicrotask(() => executors.forEach((_, slot) => listener.joined(slot)))
    },
    send(slot, envelope: Envelope<ToWorker>) {
      if (envelope.message.kind === 'cancel') cancelled[slot] = JSON.stringify(envelope.message.task)
      else executors[slot]?.receive(envelope)
    },
    kill() {
      // The one thread there is cannot be ended from itself; a cancelled task stops at its next chunk.
    },
    async close() {
      // Attempts that were given up let go of their files at their next chunk; one that waits for ever is left alone.
      const over = new AbortController()
      const deadline = setTimeout(closeDeadline, undefined, over)
      await Promise.race([Promise.all(executors.map(({ idle }) => idle)), deadline])
      over.abort()
    },
  }

  function executor(slot: number, listener: TransportListener): Executor {
    const port: ExecutorPort = {
      send: (envelope) => listener.received(slot, envelope),
      begin: () => true,
      isCancelled: (task) => cancelled[slot] === JSON.stringify(task),
      guard: (_task, run) => withoutExit(run),
      breathe,
    }
    return new Executor(port, memory, store, slots)
  }

  function breathe(): Promise<void> | undefined {
    if (performance.now() - last < turn) return undefined
    return new Promise((resolve) => {
      setImmediate(() => {
        last = performance.now()
        resolve()
      })
    })
  }
}
