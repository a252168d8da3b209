import { AtomicError, callSite } from '@atomic-ts/core/internal'
import type { SchedulerOptions } from '../scheduler/scheduler-state.ts'
import { checkGroup } from './check-group.ts'

/** What a context does about tasks that are slow and workers that are bad. */
export interface FaultOptions {
  /** How often a task may fail, or lose its worker, before its job fails; 4 by default. */
  readonly maxFailures?: number
  /** How often a stage may miss outputs of the stages before it, one time after the other, before its job fails; 4 by default. */
  readonly maxFetchFailures?: number
  /** How long a task waits for a slot that is near its data before it runs elsewhere, in milliseconds; 3000 by default. */
  readonly localityWait?: number
  /**
   * Tasks that take much longer than others of their stage get a second copy on a slot that is free; the first copy that
   * finishes counts, and the other is killed. Off by default: tasks with effects outside of their results would have them
   * twice.
   */
  readonly speculation?: SpeculationSettings
  /** When a worker on which tasks fail is not used for a while; `false` for never. The last worker is always used. */
  readonly exclusion?: ExclusionSettings | false
}

/** Which tasks are so slow that they get a second copy. */
export interface SpeculationSettings {
  /** How many times the median run time of its stage a task has taken; 3 by default. */
  readonly multiplier?: number
  /** The part of the stage's tasks that must be done before, from 0 to 1; 0.9 by default. */
  readonly quantile?: number
  /** How long a task has run at least, in milliseconds; 100 by default. */
  readonly minRuntime?: number
}

/** When a worker is not used for a while. */
export interface ExclusionSettings {
  /** How many tasks fail on it one after the other; 3 by default. */
  readonly failures?: number
  /** For how long, in milliseconds; 60,000 by default. After that it is excluded again by the next task that fails on it. */
  readonly time?: number
}

/** Checks the options and fills in the defaults. */
export function checkFaults(
  options: FaultOptions,
): Pick<
  SchedulerOptions,
  'maxFailures' | 'maxLosses' | 'maxFetchFailures' | 'localityWait' | 'speculation' | 'exclusion'
> {
  const { maxFailures = 4, maxFetchFailures = 4, localityWait = 3000, speculation, exclusion = {} } = options
  integer('maxFailures', maxFailures, 1)
  integer('maxFetchFailures', maxFetchFailures, 1)
  integer('localityWait', localityWait, 0)
  const budgets = { maxFailures, maxLosses: maxFailures, maxFetchFailures, localityWait }
  return {
    ...budgets,
    speculation: speculation && checkSpeculation(speculation),
    exclusion: exclusion === false ? undefined : checkExclusion(exclusion),
  }
}

function checkSpeculation(settings: SpeculationSettings): NonNullable<SchedulerOptions['speculation']> {
  checkGroup('speculation', settings)
  const { multiplier = 3, quantile = 0.9, minRuntime = 100 } = settings
  if (!(multiplier >= 1 && multiplier < Infinity)) {
    refuse('speculation.multiplier', multiplier, 'a number of 1 or more')
  }
  if (!(quantile >= 0 && quantile <= 1)) refuse('speculation.quantile', quantile, 'a number from 0 to 1')
  integer('speculation.minRuntime', minRuntime, 0)
  return { multiplier, quantile, minRuntime }
}

function checkExclusion(settings: ExclusionSettings): NonNullable<SchedulerOptions['exclusion']> {
  checkGroup('exclusion', settings)
  const { failures = 3, time = 60_000 } = settings
  integer('exclusion.failures', failures, 1)
  integer('exclusion.time', time, 1)
  return { failures, time }
}

function integer(option: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) refuse(option, value, `an integer of ${least} or more`)
}

function refuse(option: string, value: unknown, must: string): never {
  throw new AtomicError('ATOMIC2005', {
    what: `The option ${option} is ${String(value)}; it must be ${must}.`,
    at: callSite(),
  })
}
