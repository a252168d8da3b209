import { toErrorRecord } from '../codec/error-record.ts'
import type { TaskKey } from '../scheduler/scheduler-event.ts'
import type { Envelope } from '../transport/transport.ts'
import type { LaunchTask, ToDriver, ToWorker } from '../wire/messages.ts'
import type { KnownOutputs } from '../shuffle/known-outputs.ts'
import { outputsIn } from '../shuffle/local-split.ts'
import { BlocksMissing } from './blocks-missing.ts'
import type { BlockWorld } from './fetch-blocks.ts'
import { fetchSplit } from './fetch-split.ts'

/** What a slot does now. */
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
  readonly #lives = new Map<number, Life>()
  readonly #world: LaunchWorld

  constructor(world: LaunchWorld) {
    this.#world = world
  }

  launch(slot: number, message: LaunchTask, blocks: readonly Uint8Array[]): void {
    this.over(slot)
    if (outputsIn(message.split).length === 0) return this.#world.toSlot(slot, { message, blocks })
    const life = { task: message.task, stop: new AbortController(), isFetching: true }
    this.#lives.set(slot, life)
    void this.#fetch(slot, life, message, blocks)
  }

  /** An attempt is cancelled. False when its thread must be told. */
  cancel(slot: number, task: TaskKey): boolean {
    const life = this.#lives.get(slot)
    if (!life?.isFetching || JSON.stringify(life.task) !== JSON.stringify(task)) return false
    this.over(slot)
    this.#world.toDriver(slot, { kind: 'killed', task })
    return true
  }

  /** What a slot ran is over, however it ended. */
  over(slot: number): void {
    const life = this.#lives.get(slot)
    this.#lives.delete(slot)
    life?.stop.abort()
    life?.release?.()
  }

  async #fetch(slot: number, life: Life, message: LaunchTask, blocks: readonly Uint8Array[]): Promise<void> {
    try {
      const { known } = this.#world
      const fetched = await fetchSplit(message, blocks, known, this.#world, life.stop.signal)
      const { launch, release } = fetched
      if (this.#lives.get(slot) !== life) return release()
      life.isFetching = false
      life.release = release
      this.#world.toSlot(slot, { message: launch, blocks: fetched.blocks })
    } catch (error) {
      if (this.#lives.get(slot) !== life) return
      this.#lives.delete(slot)
      this.#world.toDriver(slot, missed(message.task, error))
    }
  }
}

function missed(task: TaskKey, error: unknown): ToDriver {
  const record = toErrorRecord(error)
  if (!(error instanceof BlocksMissing)) return { kind: 'failed', task, error: record }
  const { read, worker, missing } = error
  return { kind: 'fetchFailed', task, shuffle: read.shuffle, missing, worker, error: record }
}
