import { types } from 'node:util'
import { sourceCheck } from '../border/source-check.ts'
import { encodeInMemory } from '../codec/chunk.ts'
import { toErrorRecord } from '../codec/error-record.ts'
import { slotRoom } from '../memory/slot-memory.ts'
import type { WorkerMemory } from '../memory/worker-memory.ts'
import { missedBy, type MissedOutput } from '../shuffle/missed-output.ts'
import { KnownOutputs } from '../shuffle/known-outputs.ts'
import { localBlocks, localSplit, type FoundBlocks } from '../shuffle/local-split.ts'
import { giveBack, MapOutputWriter, type WrittenOutput } from '../shuffle/map-output-writer.ts'
import type { Report } from '../storage/block.ts'
import type { PartitionStore } from '../storage/partition-store.ts'
import type { Envelope } from '../transport/transport.ts'
import type { TaskKey } from '../scheduler/scheduler-event.ts'
import type { DefineStage, LaunchTask, LoadProgram, OutputsSplit } from '../wire/messages.ts'
import type { ToDriver, ToWorker, Unpersist } from '../wire/messages.ts'
import type { Pipeline, Step } from '@atomic-ts/core/internal'
import { updatesOf } from '../shared-variables/accumulators.ts'
import { ReceivedBroadcasts } from '../shared-variables/received-broadcasts.ts'
import { Attempt } from '../task/attempt.ts'
import type { TaskCounts } from '../task/task-counts.ts'
import type { Rows } from '../columns/column.ts'
import { compilePipeline } from './compile-pipeline.ts'
import { joinKindOf } from './join-kinds.ts'
import type { AttemptStore } from './keep-partition.ts'
import { runPipeline, type CompiledPipeline } from './run-pipeline.ts'
import { SyncPoint } from './sync-point.ts'
import { TaskTable } from './task-table.ts'

/** How an executor speaks and stops; each transport gives its own. */
export interface ExecutorPort {
  send(envelope: Envelope<ToDriver>): void
  /** An attempt begins, in the order in which they came. False when the driver has taken it back. */
  begin(): boolean
  /** True once the driver wants an attempt gone, seen even while this thread is busy. */
  isCancelled(task: TaskKey): boolean
  /** Lets other work of this thread run, where there is any; called between chunks. */
  breathe(): Promise<void> | undefined
  /** Runs the user's code: the transport may watch over it. */
  guard<R>(task: TaskKey, run: () => Promise<R>): Promise<R>
}

/** Runs the tasks of one slot, one at a time. The same on every transport. */
export class Executor {
  readonly #port: ExecutorPort
  readonly #table = new TaskTable()
  readonly #store: PartitionStore
  readonly #broadcasts = new ReceivedBroadcasts()
  readonly #outputs = new KnownOutputs()
  readonly #syncPoint = new SyncPoint()
  readonly #stages = new Map<
    number,
    { readonly stage: DefineStage; readonly compiled: Map<number, CompiledPipeline> }
  >()
  readonly #memory: WorkerMemory
  readonly #room: number
  readonly #report: Report = (status) => this.#say({ kind: 'stored', ...status })
  #files: string | undefined
  #queue: Promise<void> = Promise.resolve()

  /**
   * @param store where it keeps cached partitions; executors of one thread share theirs
   * @param slots how many executors the thread has
   */
  constructor(port: ExecutorPort, memory: WorkerMemory, store: PartitionStore, slots: number = 1) {
    this.#port = port
    this.#memory = memory
    this.#room = memory.room ?? slotRoom(slots)
    this.#store = store
  }

  /** Takes a message. Messages are handled in their order, each when the one before is done, but for what a task waits for. */
  receive({ message, blocks }: Envelope<ToWorker>): void {
    if (message.kind === 'synced') return this.#syncPoint.end(message, blocks)
    if (message.kind === 'unpersist') return this.#unpersist(message)
    this.#queue = this.#queue.then(() => this.#handle(message, blocks))
  }

  /** Resolves when everything that was received so far is done. */
  get idle(): Promise<void> {
    return this.#queue
  }

  #handle(message: ToWorker, blocks: readonly Uint8Array[]): Promise<void> | void {
    switch (message.kind) {
      case 'load':
        return this.#load(message)
      case 'stage':
        this.#stages.set(message.program, { stage: message, compiled: new Map() })
        return
      case 'outputs':
        return this.#outputs.put({ message, blocks })
      case 'forgetOutputs':
        return this.#outputs.forget(message)
      case 'launch':
        return this.#launch(message, blocks)
      case 'forget':
        this.#stages.delete(message.program)
        return
      case 'replicate':
        return this.#store.adopt(message, blocks, this.#report)
      case 'broadcast':
        return this.#broadcasts.put(message.id, { chunks: blocks, checksums: message.checksums })
      case 'forgetBroadcast':
        return this.#broadcasts.drop(message.id)
      case 'files':
        this.#files = message.folder
        return
      case 'cancel':
      case 'askBack':
      case 'synced':
      case 'unpersist':
      case 'stop':
        return
    }
  }

  async #load(program: LoadProgram): Promise<void> {
    const { bundle } = program
    try {
      const diff = await this.#table.load(program)
      if (diff.length > 0) this.#say({ kind: 'refused', bundle, diff })
    } catch (error) {
      this.#say({ kind: 'refused', bundle, diff: [], error: toErrorRecord(error) })
    }
  }

  async #launch(launch: LaunchTask, blocks: readonly Uint8Array[]): Promise<void> {
    const { task } = launch
    if (!this.#port.begin()) return
    let unsaid: TaskOutput | undefined
    try {
      if (this.#port.isCancelled(task)) return this.#say({ kind: 'killed', task })
      const attempt = this.#attempt(launch)
      const { counts } = attempt
      const { blocks: written, ...kept } = await attempt.run(async () => {
        unsaid = await this.#port.guard(task, () => this.#run(launch, blocks, counts))
        return unsaid
      })
      const ended = { updates: updatesOf(attempt), metrics: counts.metrics(), ...kept }
      this.#say({ kind: 'finished', task, ...ended }, written)
    } catch (error) {
      // What its listeners, or its accumulators, have thrown came after its output.
      if (unsaid) giveBack(unsaid, this.#memory)
      const missed = missedBy(error)
      if (types.isNativeError(error) && error instanceof Cancelled) this.#say({ kind: 'killed', task })
      else if (missed) this.#miss(task, missed)
      else this.#say({ kind: 'failed', task, error: toErrorRecord(error) })
    } finally {
      this.#syncPoint.abandon(() => new Cancelled())
    }
  }

  async #run(
    { task, program, pipeline, index, split: wired, gang }: LaunchTask,
    beside: readonly Uint8Array[],
    counts: TaskCounts,
  ): Promise<TaskOutput> {
    const compiled = this.#compiled(program, pipeline)
    const found = (each: OutputsSplit): FoundBlocks => localBlocks(this.#outputs.read(each))
    const { split, blocks } = localSplit(wired, beside, found)
    const throwIfCancelled = (): void => {
      if (this.#port.isCancelled(task)) throw new Cancelled()
    }
    const writer = new MapOutputWriter(this.#memory, counts)
    try {
      const output = await runPipeline(compiled, split, blocks, {
        partition: task.partition,
        attempt: task.attempt,
        index,
        store: this.#attemptStore(gang?.recompute),
        counts,
        room: this.#room,
        scratch: this.#memory.scratch,
        spilled: 0,
        spill: (buckets) => writer.spill(buckets),
        emit: (part) => this.#say({ kind: 'output', task }, [encodeResult(part, counts)]),
        throwIfCancelled,
        breathe: () => {
          throwIfCancelled()
          return this.#port.breathe()
        },
      })
      if (output.kind === 'exchange') return writer.finish(output.buckets)
      return { blocks: [encodeResult(output.rows, counts)], reserved: 0 }
    } catch (error) {
      writer.discard()
      throw error
    }
  }

  #miss(task: TaskKey, missed: MissedOutput): void {
    const { shuffle, partition } = missed
    this.#say({ kind: 'fetchFailed', task, shuffle, missing: [partition], error: toErrorRecord(missed) })
  }

  /** The store, without what an attempt must compute. */
  #attemptStore(hidden: readonly number[] = []): AttemptStore {
    const store = this.#store
    return {
      read: (rdd, partition) => (hidden.includes(rdd) ? undefined : store.read(rdd, partition)),
      write: (key) => store.write(key),
      keep: (key, written) => {
        const chunks = store.keep(key, written, this.#report)
        const encoded = key.level.replication > 1 && store.encoded(key.rdd, key.partition)
        if (encoded) this.#say({ kind: 'copy', ...key }, encoded)
        return chunks
      },
    }
  }

  #unpersist({ rdd, answers }: Unpersist): void {
    this.#store.drop(rdd)
    if (answers) this.#say({ kind: 'unpersisted', rdd })
  }

  #attempt({ task, attemptId, partitions, properties = {}, gang }: LaunchTask): Attempt {
    return new Attempt({
      gang: gang && {
        slots: gang.slots,
        sync: (call, said) =>
          this.#syncPoint.wait(task, call, () => this.#say({ kind: 'sync', task, call }, [said])),
      },
      ...{ task, attemptId, partitions, properties, files: this.#files },
      isCancelled: () => this.#port.isCancelled(task),
      resolve: (ref) => this.#table.resolve(ref),
      broadcast: (id) => this.#broadcasts.get(id),
    })
  }

  #compiled(program: number, pipeline: number): CompiledPipeline {
    const known = this.#stages.get(program)
    const plan = known?.stage.pipelines[pipeline]
    if (!known || !plan) throw new TypeError(`Stage program ${program}.${pipeline} was never defined.`)
    const compiled = known.compiled.get(pipeline) ?? this.#compile(plan, known.stage.sink)
    known.compiled.set(pipeline, compiled)
    return compiled
  }

  #compile(plan: Pipeline, sink: Step): CompiledPipeline {
    const { source, steps } = plan
    if (source.kind !== 'inputs') return this.#compiledFrom(plan, sink, [])
    const isByKey = source.combine === 'cogroup'
    const inputs = source.inputs.map((input) => this.#compile(input, { op: 'pullRows' }))
    // A cogroup that is taken apart again at once never needs to be put together.
    const join = isByKey && inputs.length === 2 ? joinKindOf(steps[0]) : undefined
    const rest = join ? { source, steps: steps.slice(1) } : plan
    return { ...this.#compiledFrom(rest, sink, inputs), combine: source.combine, join }
  }

  #compiledFrom(plan: Pipeline, sink: Step, inputs: readonly CompiledPipeline[]): CompiledPipeline {
    const compiled = compilePipeline(plan, sink, (task) => this.#table.resolve(task))
    return { ...compiled, combine: undefined, inputs, check: sourceCheck(plan, sink) }
  }

  #say(message: ToDriver, blocks: readonly Uint8Array[] = []): void {
    this.#port.send({ message, blocks })
  }
}

class Cancelled extends Error {}

/** What a task leaves: a map output, or rows. */
type TaskOutput = Omit<WrittenOutput, 'written'> & Partial<WrittenOutput>

/** Rows for the driver. */
function encodeResult(rows: Rows, counts: TaskCounts): Uint8Array {
  const bytes = encodeInMemory(rows)
  counts.resultSize += bytes.length
  return bytes
}
