import { rmSync } from 'node:fs'
import { toErrorRecord } from '../codec/error-record.ts'
import { checkShared, sharedBytes } from '../context/memory-options.ts'
import { MemoryBudget } from '../memory/memory-budget.ts'
import { KnownOutputs } from '../shuffle/known-outputs.ts'
import { roughSizes } from '../shuffle/rough-sizes.ts'
import { ScratchFolder, sweepScratch } from '../shuffle/scratch-folder.ts'
import { idOf } from '../transport/cluster/told-once.ts'
import { threadPool } from '../transport/threads/thread-pool.ts'
import type { Envelope, LossReason } from '../transport/transport.ts'
import { checkToExecutor } from '../wire/check-protocol.ts'
import { Channel } from '../wire/channel.ts'
import { share } from '../wire/frame.ts'
import type { TaskKey } from '../scheduler/scheduler-event.ts'
import { attemptKey } from '../scheduler/task-key.ts'
import { isEnd } from '../wire/messages.ts'
import type {
  LaunchTask,
  LoadProgram,
  RefuseProgram,
  TaskFinished,
  ToDriver,
  ToWorker,
} from '../wire/messages.ts'
import type { FromExecutor, SentPart, ToExecutor, WireLoss } from '../wire/protocol.ts'
import { Conversations } from './conversations.ts'
import { Credits } from './credits.ts'
import { driverId, type ExecutorOptions, type WantedPeer } from './executor-options.ts'
import { KeptOutputs } from './kept-outputs.ts'
import { adoptOutputs } from './adopt-outputs.ts'
import { KeptSources } from './kept-sources.ts'
import { Launches, type LaunchWorld } from './launches.ts'
import { outputTaken } from './output-taken.ts'
import { ownBundle } from './own-bundles.ts'
import { Peers } from './peers.ts'
import { SentCopies } from './sent-copies.ts'
import { serveBlocks } from './serve-blocks.ts'

// A driver may be busy with its own work for long, and says nothing then. Its end is seen at once, in milliseconds.
const patience = 600_000
// Bytes that are fetched from other workers at the same time.
const mostFetched = 32 << 20

const options = JSON.parse(process.argv[2] ?? '') as ExecutorOptions
const { slots, memory: heap } = options
const limits = checkShared(options)
const scratch = new ScratchFolder(limits.scratch)
const budget = MemoryBudget.of(sharedBytes(limits, slots, heap))
const pool = threadPool({
  slots,
  heap,
  memory: { budget: budget.cells, room: limits.room, slots, scratch: scratch.path },
})
sweepScratch(limits.scratch)
/** What every slot may need, as it came. */
const shared = new Map<string, Envelope<ToWorker>>()
/** The driver's name of each bundle, by the worker's. */
const bundles = new Map<string, string>()
const outputs = new KeptOutputs()
const known = new KnownOutputs()
const sources = new KeptSources(budget, scratch.path)
const copies = new SentCopies(scratch.path)
/** An attempt whose task leaves a map output. */
interface MapAttempt {
  readonly slot: number
  /** Its id. */
  readonly output: number
  /** How many such tasks there are. */
  readonly tasks: number
}
const mapping = new Map<string, MapAttempt>()
const conversations = new Conversations({
  serve: (id) => serveBlocks(outputs, conversations.pipe(id), options.silence),
  drain: () => driver.send({ kind: 'draining' }),
  leave,
})
const peers = new Peers(options.executor, (peer) => conversations.begin(peer), options.silence)
const world: LaunchWorld = {
  outputs,
  known,
  budget,
  scratch: scratch.path,
  credits: new Credits(mostFetched),
  isOwn: (worker) => peers.isOwn(worker),
  peer: (worker) => peers.link(worker),
  toSlot: (slot, envelope) => pool.send(slot, envelope),
  toDriver(slot, message) {
    if (isEnd(message)) mapping.delete(attemptKey(message.task))
    driver.send({ kind: 'slot', slot, message })
  },
}
const launches = new Launches(world)

/** Done when it has taken over what it was asked to. */
let adopting: Promise<void> = Promise.resolve()

// Ctrl-C reaches every process of a terminal; the worker says when to stop.
process.on('SIGINT', () => undefined)

const driver: Channel<ToExecutor, FromExecutor> = new Channel<ToExecutor, FromExecutor>(
  conversations.pipe(driverId),
  { check: checkToExecutor, received: hear, failed: () => conversations.end() },
  patience,
)
conversations.add(driverId, { receive: (bytes) => driver.receive(bytes), end: leave })
pool.start({
  joined: (slot) => driver.send({ kind: 'joined', slot }),
  received: fromSlot,
  lost(slot, reason, isLast = false) {
    launches.lost(slot)
    for (const [name, each] of mapping) if (each.slot === slot) mapping.delete(name)
    driver.send({ kind: 'lost', slot, reason: wireLoss(reason), isLast })
  },
  deserted: () => undefined,
  // Threads belong to this process.
  workerLost: () => undefined,
  draining: () => undefined,
  adopted: () => undefined,
})

/** Threads end before the process does, and before its files go: they could make some again. */
function leave(): void {
  void pool
    .close()
    .then(outputTaken)
    .then(() => process.exit())
}

function hear({ message, blocks }: Envelope<ToExecutor>): void {
  switch (message.kind) {
    case 'slot':
      return tell(message.slot, { message: message.message, blocks })
    case 'again': {
      const before = shared.get(`${message.of} ${message.id}`)
      return before && tell(message.slot, before)
    }
    case 'kill':
      return pool.kill(message.slot)
    case 'peer':
      return peers.add(message)
    case 'callBack':
      return callBack(message)
    case 'gone':
      return peers.remove(message.worker)
    case 'drop':
      return outputs.drop(message.output)
    case 'forgetSource':
      return sources.forget(message.node)
    case 'folder':
    case 'file':
    case 'link':
      return copy(message, blocks)
    case 'leave':
      // What it is taking over goes on with what it keeps.
      return void adopting.then(() => driver.send({ kind: 'leaving', outputs: outputs.all() }))
    case 'adopt': {
      const { from } = message
      const say = (adopted: readonly number[]): void =>
        driver.send({ kind: 'adopted', from, outputs: adopted })
      adopting = adopting.then(() => adoptOutputs(from, message.outputs, world)).then(say)
      return
    }
    case 'close':
      void pool.close().then(() => conversations.end())
  }
}

/** Serves another executor process that cannot dial this one. */
function callBack(wanted: WantedPeer): void {
  const { pipe, hear: listen } = conversations.begin(wanted)
  const channel = serveBlocks(outputs, pipe, options.silence)
  listen(
    (bytes) => channel.receive(bytes),
    () => channel.close(),
  )
}

function tell(slot: number, { message, blocks }: Envelope<ToWorker>): void {
  const envelope = { message, blocks: share(blocks) }
  const id = idOf(message)
  if (id) shared.set(`${id.of} ${id.id}`, envelope)
  switch (message.kind) {
    case 'load':
      return load(slot, message)
    case 'launch': {
      const stage = shared.get(`stage ${message.program}`)?.message
      const { attemptId: output, partitions: tasks } = message
      if (stage?.kind === 'stage' && stage.sink.op === 'exchange')
        mapping.set(attemptKey(message.task), { slot, output, tasks })
      return launch(slot, message, envelope.blocks)
    }
    case 'outputs':
      return known.put({ message, blocks: envelope.blocks })
    case 'forgetOutputs':
      return known.forget(message)
    case 'files':
      return pool.send(slot, { message: { ...message, folder: copies.folder }, blocks: [] })
    case 'cancel':
      if (launches.cancel(slot, message.task)) return
      break
    case 'askBack':
      launches.askBack(slot)
      break
    case 'forget':
      shared.delete(`stage ${message.program}`)
      break
    case 'forgetBroadcast':
      shared.delete(`broadcast ${message.id}`)
      break
    default:
  }
  pool.send(slot, envelope)
}

function launch(slot: number, message: LaunchTask, blocks: readonly Uint8Array[]): void {
  try {
    const whole = sources.take({ message, blocks })
    launches.launch(slot, whole.message, whole.blocks)
  } catch (error) {
    const failed = { kind: 'failed', task: message.task, error: toErrorRecord(error) } as const
    world.toDriver(slot, failed)
  }
}

/** Without what its tasks need, this process is of no use. */
function copy(part: SentPart, blocks: readonly Uint8Array[]): void {
  try {
    copies.put(part, blocks)
  } catch (error) {
    driver.close(
      `it cannot keep the file ${part.name}: ${error instanceof Error ? error.message : String(error)}`,
    )
    conversations.end()
  }
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
    driver.send({ kind: 'slot', slot, message: refused })
  }
}

function fromSlot(slot: number, { message, blocks }: Envelope<ToDriver>): void {
  const mapped = isEnd(message) ? ended(slot, message.task) : undefined
  switch (message.kind) {
    case 'finished': {
      if (mapped) return keep(slot, mapped, { message, blocks })
      // What goes to the driver takes nothing here.
      budget.release(message.reserved)
      return driver.send({ kind: 'slot', slot, message: { ...message, reserved: 0 } }, blocks)
    }
    case 'refused': {
      const bundle = bundles.get(message.bundle) ?? message.bundle
      return driver.send({ kind: 'slot', slot, message: { ...message, bundle } })
    }
    default:
  }
  driver.send({ kind: 'slot', slot, message }, blocks)
}

/** An attempt is over. Gives what is known of it when its task leaves a map output. */
function ended(slot: number, task: TaskKey): MapAttempt | undefined {
  launches.over(slot, task)
  const name = attemptKey(task)
  const mapped = mapping.get(name)
  mapping.delete(name)
  return mapped
}

/** A map task's output stays here. */
function keep(
  slot: number,
  { output, tasks }: { readonly output: number; readonly tasks: number },
  { message, blocks }: Envelope<TaskFinished>,
): void {
  const { written, reserved, ...rest } = message
  const index = blocks.at(-1)
  const data = written?.path ?? blocks.at(-2)
  if (!index || data === undefined) throw new TypeError('A map task does not say where its output is.')
  outputs.keep(output, { index, data }, () => {
    budget.release(reserved)
    if (typeof data === 'string') rmSync(data, { force: true })
  })
  const sizes = roughSizes(index, tasks)
  const kept = { ...rest, remote: output, isKept: true, reserved: 0 }
  driver.send({ kind: 'slot', slot, message: kept }, sizes && [sizes])
}

function wireLoss(reason: LossReason): WireLoss {
  if (reason.kind === 'error') return { kind: 'error', error: toErrorRecord(reason.error) }
  if (reason.kind === 'worker') throw new TypeError('A thread pool has no workers.')
  return reason
}
