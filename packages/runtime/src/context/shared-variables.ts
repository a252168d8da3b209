import { AtomicError, callSite, type JobRunner } from '@atomic-ts/core/internal'
import type { Driver } from '../driver/driver.ts'
import {
  CollectionAccumulator,
  CustomAccumulator,
  DoubleAccumulator,
  LongAccumulator,
} from '../shared-variables/accumulator.ts'
import { newAccumulator } from '../shared-variables/accumulators.ts'
import { newBroadcast } from '../shared-variables/new-broadcast.ts'
import type { Broadcast } from '../shared-variables/broadcast.ts'
import type { JobScope } from './job-scope.ts'

/** What every part of a context stands on. */
export interface ContextParts {
  readonly driver: Driver
  readonly runner: JobRunner
  readonly scope: JobScope
}

/**
 * The part of a context that makes variables which tasks share with the driver.
 * @driverOnly
 */
export abstract class SharedVariables {
  protected readonly parts: ContextParts

  protected constructor(parts: ContextParts) {
    this.parts = parts
  }

  /** Refuses what needs a running context, at the user's line. */
  protected checkRunning(op: string): void {
    this.parts.driver.checkRunning({ op, at: callSite() })
  }

  /**
   * A sum of whole numbers, to which tasks add and which the driver reads.
   * @param name shows its value in events
   * @example const bad = ctx.longAccumulator(); await lines.foreach((line) => bad.add(line === '' ? 1 : 0)); bad.value
   */
  longAccumulator(name?: string): LongAccumulator {
    this.checkRunning('longAccumulator')
    return newAccumulator(name, (parts) => new LongAccumulator(parts))
  }

  /** A sum of numbers, to which tasks add and which the driver reads. See `longAccumulator`. */
  doubleAccumulator(name?: string): DoubleAccumulator {
    this.checkRunning('doubleAccumulator')
    return newAccumulator(name, (parts) => new DoubleAccumulator(parts))
  }

  /**
   * A list of values, to which tasks add and which the driver reads. See `longAccumulator`.
   * @example const odd = ctx.collectionAccumulator<string>('odd lines')
   */
  collectionAccumulator<T>(name?: string): CollectionAccumulator<T> {
    this.checkRunning('collectionAccumulator')
    return newAccumulator(name, (parts) => new CollectionAccumulator<T>(parts))
  }

  /**
   * An accumulator of values of any kind. Values are merged into a copy of the zero for each task, and the tasks' sums into
   * another in the order in which tasks finish: so the function should be associative and commutative, the zero neutral.
   * @throws ATOMIC4001 when the zero cannot travel
   * @example const longest = ctx.accumulator('', (a, b) => (b.length > a.length ? b : a))
   * @operators
   */
  accumulator<T>(zero: T, merge: (a: T, b: T) => T, name?: string): CustomAccumulator<T> {
    this.checkRunning('accumulator')
    const at = callSite()
    const { runner } = this.parts
    if (typeof merge !== 'function') {
      const what = `accumulator needs a function that merges two values; it was given ${String(merge)}.`
      throw new AtomicError('ATOMIC2002', { what, at })
    }
    const custom = { zero: runner.encode(zero, at), task: runner.link(merge, at), merge }
    return newAccumulator(name, (parts) => new CustomAccumulator<T>({ ...parts, ...custom }))
  }

  /**
   * A value that is sent to every worker once, when it first runs a task that needs it. The value is copied now.
   * @throws ATOMIC4001 when it cannot travel
   * @example const names = ctx.broadcast(new Map([[1, 'one']])); numbers.map((n) => names.value.get(n))
   */
  broadcast<T>(value: T): Broadcast<T> {
    this.checkRunning('broadcast')
    const { driver, runner } = this.parts
    const at = callSite()
    return newBroadcast({ value, bytes: runner.encode(value, at), at }, (id) => driver.forgetBroadcast(id))
  }
}
