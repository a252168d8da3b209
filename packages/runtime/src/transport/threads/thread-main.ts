import { parentPort, workerData } from 'node:worker_threads'
import { Executor } from '../../executor/executor.ts'
import type { WorkerMemory } from '../../memory/worker-memory.ts'
import { PartitionStore } from '../../storage/partition-store.ts'
import { storeLimits, type StorePlace } from '../../storage/store-limits.ts'
import type { ToDriver, ToWorker } from '../../wire/messages.ts'
import { fromFrame, toFrame, type Frame } from '../../wire/frame.ts'
import { withoutExit } from '../task-exit.ts'
import { ThreadLine } from './thread-line.ts'

/** What a thread is started with. */
export interface ThreadData {
  /** The attempts that it was sent; see `Line`. */
  readonly turns: Int32Array
  readonly memory: WorkerMemory
  /** Where it keeps cached partitions. */
  readonly place: StorePlace
}

const port = parentPort
if (!port) throw new TypeError('thread-main is the entry of a worker thread.')
const { turns, memory, place } = workerData as ThreadData
process.setSourceMapsEnabled(true)

const line = new ThreadLine(turns)
const executor = new Executor(
  {
    send: (envelope) => port.postMessage(toFrame<ToDriver>(envelope)),
    begin: () => line.begin(),
    isCancelled: () => line.isCancelled(),
    breathe: () => undefined,
    guard: (_task, run) => withoutExit(run),
  },
  memory,
  new PartitionStore(storeLimits(memory, place, 1)),
)

port.on('message', (frame: Frame) => {
  const envelope = fromFrame<ToWorker>(frame)
  // Closing the port lets the thread end by itself, after its output is flushed.
  if (envelope.message.kind === 'stop') port.close()
  else executor.receive(envelope)
})
port.postMessage(toFrame<ToDriver>({ message: { kind: 'ready' }, blocks: [] }))
