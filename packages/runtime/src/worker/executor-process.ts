import { Socket } from 'node:net'
import { toErrorRecord } from '../codec/error-record.ts'
import { checkShared, sharedBytes } from '../context/memory-options.ts'
import { MemoryBudget } from '../memory/memory-budget.ts'
import { ScratchFolder } from '../shuffle/scratch-folder.ts'
import { idOf } from '../transport/cluster/told-once.ts'
import { threadPool } from '../transport/threads/thread-pool.ts'
import type { Envelope, LossReason } from '../transport/transport.ts'
import { Channel } from '../wire/channel.ts'
import { share } from '../wire/frame.ts'
import type { LoadProgram, RefuseProgram, ToDriver, ToWorker } from '../wire/messages.ts'
import { ProcessLink } from '../wire/process-link.ts'
import type { FromExecutor, ToExecutor, WireLoss } from '../wire/protocol.ts'
import { driverId, linkFile, type ExecutorOptions } from './executor-options.ts'
import { ownBundle } from './own-bundles.ts'

// A driver may be busy with its own work for long, and says nothing then. Its end is seen at once, in milliseconds.
const patience = 600_000

const options = JSON.parse(process.argv[2] ?? '') as ExecutorOptions
const { slots, memory: heap } = options
const limits = checkShared(options)
const scratch = new ScratchFolder(limits.scratch)
const budget = MemoryBudget.of(sharedBytes(limits, slots, heap))
const pool = threadPool({
  slots,
  heap,
  memory: { budget: budget.cells, room: limits.room, scratch: scratch.path },
})
scratch.sweep()
/** What every slot may need, as it came. */
const shared = new Map<string, Envelope<ToWorker>>()
/** The driver's name of each bundle, by the worker's. */
const bundles = new Map<string, string>()

// Ctrl-C reaches every process of a terminal; the worker says when to stop.
process.on('SIGINT', () => undefined)

const link = new ProcessLink(new Socket({ fd: linkFile, readable: true, writable: true }), {
  opened: () => undefined,
  received: (_id, bytes) => channel.receive(bytes),
  closed: () => process.exit(),
  // With the worker or the driver gone, there is nobody to work for.
  ended: () => process.exit(),
})
const channel = new Channel<ToExecutor, FromExecutor>(
  { send: (bytes) => link.send(driverId, bytes), close: (reason) => link.close(driverId, reason) },
  { received: hear, failed: () => link.end() },
  patience,
)
pool.start({
  joined: (slot) => channel.send({ kind: 'joined', slot }),
  received: (slot, { message, blocks }) =>
    channel.send({ kind: 'slot', slot, message: toDriver(message) }, blocks),
  lost: (slot, reason, isLast = false) =>
    channel.send({ kind: 'lost', slot, reason: wireLoss(reason), isLast }),
  deserted: () => undefined,
  // Threads belong to this process.
  workerLost: () => undefined,
  draining: () => undefined,
  moved: () => undefined,
})

function hear({ message, blocks }: Envelope<ToExecutor>): void {
  switch (message.kind) {
    case 'slot':
      return tell(message.slot, { message: message.message, blocks })
    case 'again': {
      const known = shared.get(`${message.of} ${message.id}`)
      if (known) pool.send(message.slot, known)
      return
    }
    case 'kill':
      return pool.kill(message.slot)
    case 'close':
      void pool.close().then(() => link.end())
  }
}

function tell(slot: number, { message, blocks }: Envelope<ToWorker>): void {
  const id = idOf(message)
  const envelope = { message, blocks: share(blocks) }
  if (id) shared.set(`${id.of} ${id.id}`, envelope)
  if (message.kind === 'forget') shared.delete(`stage ${message.program}`)
  if (message.kind === 'forgetBroadcast') shared.delete(`broadcast ${message.id}`)
  if (message.kind === 'load') load(slot, message)
  else pool.send(slot, envelope)
}

function load(slot: number, program: LoadProgram): void {
  try {
    const bundle = ownBundle(options.programs, program)
    bundles.set(bundle, program.bundle)
    pool.send(slot, { message: { ...program, bundle }, blocks: [] })
  } catch (error) {
    const refused: RefuseProgram = {
      kind: 'refused',
      bundle: program.bundle,
      diff: [],
      error: toErrorRecord(error),
    }
    channel.send({ kind: 'slot', slot, message: refused })
  }
}

function toDriver(message: ToDriver): ToDriver {
  if (message.kind === 'finished') {
    // What goes to the driver takes nothing here.
    budget.release(message.reserved)
    return { ...message, reserved: 0 }
  }
  if (message.kind !== 'refused') return message
  return { ...message, bundle: bundles.get(message.bundle) ?? message.bundle }
}

function wireLoss(reason: LossReason): WireLoss {
  if (reason.kind === 'error') return { kind: 'error', error: toErrorRecord(reason.error) }
  if (reason.kind === 'worker') throw new TypeError('A thread pool has no workers.')
  return reason
}
