import { HeldMemory } from '../memory/held-memory.ts'
import { slotRoom } from '../memory/slot-memory.ts'
import { budgetOf, type WorkerMemory } from '../memory/worker-memory.ts'
import type { StoreLimits } from './partition-store.ts'

/** The part of a worker's budget that cached partitions may take, as Spark's. */
const share = 0.6

/** Where a store keeps what. */
export interface StorePlace {
  /** Where the bytes are counted that it holds of the worker's budget. */
  readonly held: Int32Array
  readonly folder: string
}

/**
 * What the store of one thread may use.
 * @param slots how many slots the thread has
 */
export function storeLimits(memory: WorkerMemory, { held, folder }: StorePlace, slots: number): StoreLimits {
  const budget = budgetOf(memory)
  return {
    budget: new HeldMemory(budget, held),
    memory: (budget.limit * share * slots) / memory.slots,
    heap: memory.room ?? slotRoom(1),
    folder,
  }
}
