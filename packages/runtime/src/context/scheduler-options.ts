import { AtomicError, callSite } from '@atomic-ts/core/internal'
import type { PoolOptions, SchedulerOptions } from '../scheduler/scheduler-state.ts'
import { checkGroup } from './check-group.ts'

/** How the jobs of a context that run at the same time share its slots. */
export interface SharingOptions {
  /**
   * `FIFO`, the default: the first job has what it can use, the next one what is left. `FAIR`: pools have alike, by their
   * weight. The local property `atomic.scheduler.pool` puts a job in a pool.
   */
  readonly mode?: 'FIFO' | 'FAIR'
  /** Pools by name. Others have a weight of 1, no minimum, and are FIFO inside. */
  readonly pools?: Readonly<Record<string, SharingPool>>
}

/** A pool of jobs. */
export interface SharingPool {
  /** Its share beside other pools, 1 by default. */
  readonly weight?: number
  /** Slots that it has before others get more than theirs, 0 by default. */
  readonly minShare?: number
  /** How jobs share inside of it, FIFO by default. */
  readonly mode?: 'FIFO' | 'FAIR'
}

/** Checks the options and fills in the defaults. */
export function checkSharing(options: SharingOptions): Pick<SchedulerOptions, 'mode' | 'pools'> {
  checkGroup('scheduler', options)
  const { mode, pools = {} } = options
  checkGroup('scheduler.pools', pools)
  return {
    mode: checkMode('scheduler.mode', mode),
    pools: Object.fromEntries(Object.entries(pools).map(([name, pool]) => [name, checkPool(name, pool)])),
  }
}

function checkPool(name: string, pool: SharingPool): PoolOptions {
  const option = `scheduler.pools.${name}`
  checkGroup(option, pool)
  const { weight = 1, minShare = 0, mode } = pool
  if (!(weight > 0 && weight < Infinity)) refuse(`${option}.weight`, weight, 'a number greater than 0')
  if (!(Number.isInteger(minShare) && minShare >= 0)) {
    refuse(`${option}.minShare`, minShare, 'an integer of 0 or more')
  }
  return { weight, minShare, mode: checkMode(`${option}.mode`, mode) }
}

function checkMode(option: string, mode: unknown = 'FIFO'): 'fifo' | 'fair' {
  if (mode === 'FIFO') return 'fifo'
  return mode === 'FAIR' ? 'fair' : refuse(option, mode, 'FIFO or FAIR')
}

function refuse(option: string, value: unknown, must: string): never {
  throw new AtomicError('ATOMIC2005', {
    what: `The option ${option} is ${String(value)}; it must be ${must}.`,
    at: callSite(),
  })
}
