import { AtomicError, callSite } from '@atomic-ts/core/internal'
import { decodeValue, encodeValue } from '../codec/codec.ts'
import type { SyncCall } from '../wire/messages.ts'
import { currentAttempt, type Attempt, type GangParts } from './attempt.ts'
import { TaskContext } from './task-context.ts'

/** A task of a barrier stage, as the others know it. */
export interface BarrierTaskInfo {
  /** The partition that it computes. */
  readonly partitionId: number
  /** The machine that it runs on. */
  readonly address: string
  /** The slot that it runs in; no other task of the stage has it. */
  readonly slot: number
}

/**
 * What a task in a barrier stage can know, and how it waits for the others. Every task must make the same calls in the
 * same order: the first call of each meets the first of the others, the second the second, and so on.
 * @example
 * import { BarrierTaskContext } from '@atomic-ts/atomic'
 * const parts = ctx.range(0, 4, { partitions: 2 }).barrier().mapPartitions(async (numbers) => {
 *   const context = BarrierTaskContext.get()
 *   await context.barrier()
 *   return context.allGather([...numbers].length)
 * })
 * await parts.collect() // => [2, 2, 2, 2]
 */
export class BarrierTaskContext extends TaskContext {
  readonly #gang: GangParts

  private constructor(attempt: Attempt, gang: GangParts) {
    super(attempt)
    this.#gang = gang
  }

  /**
   * The context of the task that is running.
   * @throws ATOMIC2006 in the driver, and in a task of a stage without a barrier
   * @example
   * import { BarrierTaskContext } from '@atomic-ts/atomic'
   *
   * const gang = ctx.range(0, 2, { partitions: 2 }).barrier()
   * await gang.mapPartitions(() => [BarrierTaskContext.get().partitionId]).collect() // => [0, 1]
   * BarrierTaskContext.get() // throws ATOMIC2006
   */
  static override get(): BarrierTaskContext {
    const found = BarrierTaskContext.find()
    if (found) return found
    throw new AtomicError('ATOMIC2006', {
      what: 'BarrierTaskContext.get() was called where no task of a barrier stage is running.',
      at: callSite(),
      fix: 'Call it inside a function that is given to rdd.barrier().mapPartitions(f), or use TaskContext.get().',
    })
  }

  /**
   * As `get`; `undefined` in the driver, and in a task of a stage without a barrier.
   * @example
   * import { BarrierTaskContext } from '@atomic-ts/atomic'
   *
   * const isInBarrier = () => BarrierTaskContext.find() !== undefined
   * await ctx.range(0, 1, { partitions: 1 }).map(() => isInBarrier()).collect() // => [false]
   * await ctx.range(0, 1, { partitions: 1 }).barrier().mapPartitions(() => [isInBarrier()]).collect() // => [true]
   */
  static override find(): BarrierTaskContext | undefined {
    const attempt = currentAttempt()
    const gang = attempt?.parts.gang
    return attempt && gang && new BarrierTaskContext(attempt, gang)
  }

  /**
   * Waits until every task of the stage has called it.
   * @throws ATOMIC3008 when another task ends without it or calls `allGather` instead, and when the others take longer
   * than the context's `barrierTimeout`
   * @example
   * import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   * import { BarrierTaskContext } from '@atomic-ts/atomic'
   *
   * const folder = mkdtempSync(`${tmpdir()}/atomic-`)
   * const files = ctx.range(0, 2, { partitions: 2 }).barrier().mapPartitions(async ([n]) => {
   *   writeFileSync(`${folder}/${n}`, '')
   *   await BarrierTaskContext.get().barrier()
   *   return [readdirSync(folder).length]
   * })
   * await files.collect() // => [2, 2]
   */
  async barrier(): Promise<void> {
    await this.#sync('barrier', callSite(), new Uint8Array(0))
  }

  /**
   * Waits until every task of the stage has called it. Gives the messages of all, in the order of partitions.
   * @param message any value that can travel; the same type in every task
   * @throws ATOMIC3008 as `barrier`
   * @throws ATOMIC4001 when the message cannot travel
   * @example
   * import { BarrierTaskContext } from '@atomic-ts/atomic'
   *
   * const seen = ctx.range(5, 7, { partitions: 2 }).barrier().mapPartitions(async (numbers) => {
   *   return [await BarrierTaskContext.get().allGather([...numbers])]
   * })
   * await seen.collect() // => [[[5], [6]], [[5], [6]]]
   */
  async allGather<M>(message: M): Promise<M[]> {
    const said = await this.#sync('allGather', callSite(), encodeValue(message))
    return said.map((bytes) => decodeValue(bytes) as M)
  }

  /**
   * The tasks of the stage, in the order of partitions.
   * @example
   * import { BarrierTaskContext } from '@atomic-ts/atomic'
   *
   * const gang = ctx.range(0, 2, { partitions: 2 }).barrier()
   * const peers = gang.mapPartitions(() => [BarrierTaskContext.get().getTaskInfos().map(({ partitionId }) => partitionId)])
   * await peers.collect() // => [[0, 1], [0, 1]]
   */
  getTaskInfos(): readonly BarrierTaskInfo[] {
    return this.#gang.slots.map((slot, partitionId) => ({ partitionId, address: 'localhost', slot }))
  }

  async #sync(call: SyncCall, at: string, message: Uint8Array): Promise<readonly Uint8Array[]> {
    const { said, ...failure } = await this.#gang.sync(call, message)
    if (said) return said
    throw new AtomicError('ATOMIC3008', {
      what: 'problem' in failure ? failure.problem : `${call}() found no other task.`,
      at,
      fix: 'Every task of a barrier stage must make the same calls of barrier and allGather, in the same order.',
    })
  }
}
