import { MemoryBudget } from './memory-budget.ts'

/** What the threads of one worker share of its memory and disk, as it travels to them. */
export interface WorkerMemory {
  /** The cells of the worker's {@link MemoryBudget}. */
  readonly budget: Int32Array
  /** How many bytes one task may hold on its heap; by the heap's limit, when left out. */
  readonly room: number | undefined
  /** How many slots share the budget. */
  readonly slots: number
  /** The scratch folder. */
  readonly scratch: string
}

/** The budget that travelled. */
export function budgetOf({ budget }: WorkerMemory): MemoryBudget {
  return MemoryBudget.from(budget)
}
