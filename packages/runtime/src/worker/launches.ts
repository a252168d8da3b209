import { toErrorRecord } from '../codec/error-record.ts'
import { sameTask } from '../scheduler/task-key.ts'
import type { TaskKey } from '../scheduler/scheduler-event.ts'
import type { Envelope } from '../transport/transport.ts'
import type { LaunchTask, ToDriver, ToWorker } from '../wire/messages.ts'
import type { KnownOutputs } from '../shuffle/known-outputs.ts'
import { outputsIn } from '../shuffle/local-split.ts'
import { BlocksMissing } from './blocks-missing.ts'
import type { BlockWorld } from './fetch-blocks.ts'
import { fetchSplit } from './fetch-split.ts'

/** An attempt that reads what other workers keep. */
interface Life {
  readonly task: TaskKey
  readonly stop: AbortController
  /** Set while its blocks are on their way. */
  isFetching: boolean
  release?: () => void
}

/** What launches need of their executor process. */
export interface LaunchWorld extends BlockWorld {
  /** Where map outputs are. */
  readonly known: KnownOutputs
  toSlot(slot: number, envelope: Envelope<ToWorker>): void
  toDriver(slot: number, message: ToDriver): void
}

/** The attempts of each slot, from the moment when they are launched: blocks are fetched before a task starts. */
export class Launches {
  readonly #lives = new Map<number, Life[]>()
  readonly #world: LaunchWorld

  constructor(world: LaunchWorld) {
    this.#world = world
  }

  launch(slot: number, message: LaunchTask, blocks: readonly Uint8Array[]): void {
    if (outputsIn(message.split).length === 0) return this.#world.toSlot(slot, { message, blocks })
    const life = { task: message.task, stop: new AbortController(), isFetching: true }
    this.#lives.set(slot, [...(this.#lives.get(slot) ?? []), life])
    void this.#fetch(slot, life, message, blocks)
  }

  /** An attempt is cancelled. False when its thread must be told. */
  cancel(slot: number, task: TaskKey): boolean {
    const life = this.#lives.get(slot)?.find((each) => sameTask(each.task, task))
    if (!life?.isFetching) return false
    this.over(slot, task)
    this.#world.toDriver(slot, { kind: 'killed', task })
    return true
  }

  /** Attempts that have not come to their thread shall not: they end as killed. The first one of a slot has its turn. */
  askBack(slot: number): void {
    for (const { task, isFetching } of (this.#lives.get(slot) ?? []).slice(1)) {
      if (isFetching) this.cancel(slot, task)
    }
  }

  /** An attempt is over, however it ended. */
  over(slot: number, task: TaskKey): void {
    const lives = this.#lives.get(slot)
    const life = lives?.find((each) => sameTask(each.task, task))
    if (lives && life) this.#forget(slot, lives, life)
  }

  /** A slot is gone, with all that it was at. */
  lost(slot: number): void {
    for (const life of this.#lives.get(slot) ?? []) end(life)
    this.#lives.delete(slot)
  }

  #forget(slot: number, lives: readonly Life[], life: Life): void {
    const others = lives.filter((each) => each !== life)
    if (others.length > 0) this.#lives.set(slot, others)
    else this.#lives.delete(slot)
    end(life)
  }

  async #fetch(slot: number, life: Life, message: LaunchTask, blocks: readonly Uint8Array[]): Promise<void> {
    try {
      const { known } = this.#world
      const fetched = await fetchSplit(message, blocks, known, this.#world, life.stop.signal)
      const { launch, release } = fetched
      if (life.stop.signal.aborted) return release()
      life.isFetching = false
      life.release = release
      this.#world.toSlot(slot, { message: launch, blocks: fetched.blocks })
    } catch (error) {
      if (life.stop.signal.aborted) return
      this.over(slot, life.task)
      this.#world.toDriver(slot, missed(message.task, error))
    }
  }
}

function end({ stop, release }: Life): void {
  stop.abort()
  release?.()
}

function missed(task: TaskKey, error: unknown): ToDriver {
  const record = toErrorRecord(error)
  if (!(error instanceof BlocksMissing)) return { kind: 'failed', task, error: record }
  const { read, worker, missing } = error
  return { kind: 'fetchFailed', task, shuffle: read.shuffle, missing, worker, error: record }
}
