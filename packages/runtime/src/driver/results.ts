import { decodeColumn } from '../codec/chunk.ts'
import { countUpdates, CountedMaps } from '../shared-variables/accumulators.ts'
import type { Keeper } from '../scheduler/scheduler-event.ts'
import type { Transport } from '../transport/transport.ts'
import type { TaskFinished } from '../wire/messages.ts'
import { probes } from './find-out.ts'
import { attemptKey } from '../scheduler/task-key.ts'
import { stageOf, type Job } from './job.ts'
import type { Listeners } from './listeners.ts'
import { type LocalStore, MapOutputs, outputOf } from './map-outputs.ts'
import { ownerOf } from './plan-job.ts'
import type { Slots } from './slots.ts'
import { Unreachable } from './unreachable.ts'

/** What finished attempts gave: map outputs, the rows of jobs, and what was added to accumulators. */
export class Results {
  readonly outputs: MapOutputs
  readonly #counted = new CountedMaps()
  readonly #listeners: Listeners
  readonly #unreachable: Unreachable

  constructor(
    listeners: Listeners,
    slots: Pick<Slots, 'forgetOutputs'>,
    local: LocalStore,
    transport: Pick<Transport, 'drop' | 'size'>,
  ) {
    this.outputs = new MapOutputs(local, transport, (...shuffle) => slots.forgetOutputs(...shuffle))
    this.#listeners = listeners
    this.#unreachable = new Unreachable(() => transport.size)
  }

  /** Keeps what an attempt gave that counts; of a barrier stage, when all of its tasks are done. */
  finished(job: Job, finished: TaskFinished, blocks: readonly Uint8Array[], keeper: Keeper): void {
    const { stage } = finished.task
    if (!stageOf(job, finished.task).stage.isBarrier) return this.#keep(job, finished, blocks, keeper)
    const held = job.held.get(stage) ?? []
    held.push({
      task: finished.task,
      keep: () => this.#keep(job, finished, blocks, keeper),
      drop: () => this.drop(finished, blocks, keeper),
    })
    job.held.set(stage, held)
  }

  /** A stage is done. */
  stageFinished({ held }: Job, stage: number): void {
    for (const { keep } of held.get(stage) ?? []) keep()
    held.delete(stage)
  }

  /** A barrier stage begins again. */
  stageRestarted({ held }: Job, stage: number): void {
    for (const { task, drop } of held.get(stage) ?? []) {
      drop()
      this.#listeners.tell({ kind: 'taskKilled', ...task, reason: 'its barrier stage begins again' })
    }
    held.delete(stage)
  }

  /** Gives back what a map task left that does not count. */
  drop(finished: TaskFinished, blocks: readonly Uint8Array[], keeper: Keeper): void {
    const output = outputOf(finished, blocks, keeper)
    if (output) this.outputs.drop(output)
  }

  #keep(job: Job, finished: TaskFinished, blocks: readonly Uint8Array[], keeper: Keeper): void {
    const { task, updates } = finished
    const { shuffle } = stageOf(job, task).stage
    if (shuffle) {
      const owner = ownerOf(shuffle, job.nodes)
      const isFirst = this.#counted.isFirst(owner, shuffle, task.partition)
      const output = outputOf(finished, blocks, keeper)
      if (!output) throw new TypeError(`Map task ${task.partition} does not say where its output is.`)
      this.outputs.put(owner, shuffle, task.partition, output)
      this.#unreachable.left(finished.metrics.shuffleWriteMetrics.bytesWritten)
      return this.#count(finished, isFirst ? updates : [])
    }
    const all = [...(job.partial.get(attemptKey(task)) ?? []), ...blocks]
    job.partial.delete(attemptKey(task))
    const columns = all.map(decodeColumn)
    // A sample is not what the user asked for: the records that it reads come again.
    this.#count(finished, probes.has(job.spec.sink.op) ? [] : updates)
    job.collected.put(task.partition, columns)
  }

  /** Tells that a task finished, and counts what it added to accumulators. */
  #count({ task, metrics }: TaskFinished, updates: TaskFinished['updates']): void {
    const { job, stage, partition } = task
    const accumulators = countUpdates(updates)
    this.#listeners.tell({ kind: 'taskFinished', job, stage, partition, accumulators, metrics })
  }
}
