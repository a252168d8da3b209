import { existsSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SHARE_ENV, Worker } from 'node:worker_threads'
import type { TaskKey } from '../../scheduler/scheduler-event.ts'
import { fromFrame, toFrame, type Frame } from '../../wire/frame.ts'
import { isEnd, type ToDriver } from '../../wire/messages.ts'
import { HeldMemory } from '../../memory/held-memory.ts'
import { budgetOf, type WorkerMemory } from '../../memory/worker-memory.ts'
import type { StorePlace } from '../../storage/store-limits.ts'
import type { LossReason, Transport, TransportListener } from '../transport.ts'
import { Line } from './line.ts'

/** What a pool of threads is made with. */
export interface ThreadPoolOptions {
  readonly slots: number
  /** Heap limit of each thread in MB; Node's own by default. */
  readonly heap: number | undefined
  readonly memory: WorkerMemory
}

interface Thread {
  readonly worker: Worker
  readonly line: Line
  readonly ended: Promise<void>
  isReady: boolean
  loss: LossReason | undefined
}

// A thread that has not stopped by itself by then is ended, in milliseconds.
const stopDeadline = 1000
// Threads that end before they are ready, one after the other, before the pool gives up replacing them.
const maxFailedStarts = 3

/** A slot in each of a number of worker threads. A thread that ends is replaced under a new slot number. */
export function threadPool({ slots, heap, memory }: ThreadPoolOptions): Transport {
  const threads = new Map<number, Thread>()
  let listener: TransportListener | undefined
  let next = 0
  let failedStarts = 0
  let isClosing = false
  return {
    size: slots,
    sharesFunctions: false,
    keepsLines: true,
    start(hears) {
      listener = hears
      for (let i = 0; i < slots; i++) spawn()
    },
    send(slot, envelope) {
      const thread = threads.get(slot)
      if (!thread) return
      const { message } = envelope
      if (message.kind === 'cancel') return givenBack(slot, thread.line.cancel(message.task))
      if (message.kind === 'askBack') return givenBack(slot, thread.line.askBack())
      if (message.kind === 'launch') thread.line.add(message.task)
      thread.worker.postMessage(toFrame(envelope))
    },
    kill(slot) {
      const thread = threads.get(slot)
      if (!thread) return
      thread.loss = { kind: 'killed' }
      void thread.worker.terminate()
    },
    async close() {
      isClosing = true
      await Promise.all([...threads.values()].map(stop))
    },
  }

  /** Attempts that will not begin have ended; not before the driver is done with what it does now. */
  function givenBack(slot: number, tasks: readonly TaskKey[]): void {
    for (const task of tasks) {
      queueMicrotask(() => listener?.received(slot, { message: { kind: 'killed', task }, blocks: [] }))
    }
  }

  function spawn(): void {
    const slot = next++
    const line = new Line()
    const held = new Int32Array(new SharedArrayBuffer(4))
    const place: StorePlace = { held, folder: join(memory.scratch, `cache-${slot}`) }
    const worker = new Worker(entry(), {
      // The hook that builds programs as they are loaded looks for `isTaskThread`, and stays away: tasks come built.
      workerData: { turns: line.turns, memory, place, isTaskThread: true },
      // A task sees what the program has set by then, as it does in-process.
      env: SHARE_ENV,
      ...(heap ? { resourceLimits: { maxOldGenerationSizeMb: heap } } : {}),
    })
    const ended = new Promise<void>((resolve) => {
      worker.once('exit', () => resolve())
    })
    const thread: Thread = { worker, line, ended, isReady: false, loss: undefined }
    threads.set(slot, thread)
    worker.on('message', (frame: Frame) => {
      const envelope = fromFrame<ToDriver>(frame)
      const { message } = envelope
      if (isEnd(message)) line.ended(message.task)
      if (message.kind !== 'ready') return listener?.received(slot, envelope)
      thread.isReady = true
      failedStarts = 0
      listener?.joined(slot)
    })
    worker.on('error', (error: Error & { code?: string }) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      thread.loss ??= isMemory ? { kind: 'memory', limit: heap } : { kind: 'error', error }
    })
    worker.on('exit', (code) => {
      threads.delete(slot)
      new HeldMemory(budgetOf(memory), held).releaseAll()
      if (existsSync(place.folder)) rmSync(place.folder, { recursive: true, force: true })
      if (isClosing) return
      const isLastTry = !thread.isReady && ++failedStarts >= maxFailedStarts
      listener?.lost(slot, thread.loss ?? { kind: 'exit', code }, isLastTry)
      if (!isLastTry) spawn()
    })
    // Whoever waits for it keeps the process alive; an idle thread does not. To listen for messages would hold it again.
    worker.unref()
  }
}

async function stop({ worker, ended }: Thread): Promise<void> {
  worker.postMessage(toFrame({ message: { kind: 'stop' }, blocks: [] }))
  const timer = setTimeout(() => void worker.terminate(), stopDeadline)
  await ended
  clearTimeout(timer)
}

/** The thread's entry by its public name, so that it is found from sources and from the built package alike. */
function entry(): URL {
  return pathToFileURL(createRequire(import.meta.url).resolve('@atomic-ts/runtime/thread'))
}
