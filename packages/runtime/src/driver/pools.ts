import type { SchedulerState } from '../scheduler/scheduler-state.ts'
import { isBusy } from '../scheduler/use-workers.ts'
import { defaultPool } from './job-properties.ts'

/** A pool of jobs that share slots. */
export interface PoolInfo {
  /** How jobs name it: the value of the property `atomic.scheduler.pool`. */
  readonly name: string
  /** How jobs share inside of it. */
  readonly schedulingMode: 'FIFO' | 'FAIR'
  /** Its share beside other pools. */
  readonly weight: number
  /** Slots that it has before others get more than theirs. */
  readonly minShare: number
  /** Tasks of its jobs that run now. */
  readonly runningTasks: number
}

/** The pools that are named in the options or have jobs now, and the default one; first in, first out knows none. */
export function poolsOf({ options, jobs }: SchedulerState): readonly PoolInfo[] {
  if (options.mode === 'fifo') return []
  const running = new Map([defaultPool, ...Object.keys(options.pools)].map((name) => [name, 0]))
  for (const { pool, stages } of jobs.values()) {
    const tasks = [...stages.values()].flatMap((stage) => [...stage.running.values()].flat()).length
    running.set(pool, (running.get(pool) ?? 0) + tasks)
  }
  return [...running].map(([name, runningTasks]) => {
    const { weight = 1, minShare = 0, mode = 'fifo' } = options.pools[name] ?? {}
    return { name, schedulingMode: mode === 'fifo' ? 'FIFO' : 'FAIR', weight, minShare, runningTasks }
  })
}

/** How many slots are up, and how many of them run a task. */
export function slotsOf({ slots }: SchedulerState): { readonly slots: number; readonly running: number } {
  return { slots: slots.size, running: [...slots.values()].filter(isBusy).length }
}
