import { availableParallelism } from 'node:os'
import { AtomicError, callSite } from '@atomic-ts/core/internal'
import type { AllocationOptions } from '../scheduler/scheduler-state.ts'
import { checkGroup } from './check-group.ts'

/** Worker processes on this machine, started while tasks wait and stopped when they are idle. */
export interface AllocationSettings {
  /** How many there are at least, 1 by default. */
  readonly minWorkers?: number
  /** How many there are at most. */
  readonly maxWorkers: number
  /** Tasks that run at the same time in each; by default as many as the cores allow when all are up. */
  readonly slots?: number
  /** How long tasks wait before one more worker is asked for, then two more, four, …, in milliseconds; 1000 by default. */
  readonly backlogTimeout?: number
  /** How long a worker is idle before it is released, in milliseconds; 60,000 by default. */
  readonly idleTimeout?: number
  /** The same for a worker with cached partitions; by default it is never released. */
  readonly cachedIdleTimeout?: number
}

/** Checks the settings and fills in the defaults. */
export function checkAllocation(settings: AllocationSettings): AllocationOptions {
  checkGroup('allocation', settings)
  const { minWorkers = 1, maxWorkers, backlogTimeout = 1000, idleTimeout = 60_000 } = settings
  const { slots = Math.max(1, Math.floor(availableParallelism() / maxWorkers)), cachedIdleTimeout } = settings
  integer('minWorkers', minWorkers, 1)
  integer('maxWorkers', maxWorkers, minWorkers)
  integer('slots', slots, 1)
  integer('backlogTimeout', backlogTimeout, 1)
  integer('idleTimeout', idleTimeout, 1)
  if (cachedIdleTimeout !== undefined) integer('cachedIdleTimeout', cachedIdleTimeout, 1)
  const timeouts = { backlogTimeout, idleTimeout, cachedIdleTimeout: cachedIdleTimeout ?? Infinity }
  return { minWorkers, maxWorkers, slotsPerWorker: slots, ...timeouts }
}

function integer(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return
  throw new AtomicError('ATOMIC2005', {
    what: `The option allocation.${name} is ${String(value)}; it must be an integer of ${least} or more.`,
    at: callSite(),
  })
}
