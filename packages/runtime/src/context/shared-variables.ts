import { AtomicError, callSite, type JobRunner, type S3Options } from '@atomic-ts/core/internal'
import type { Driver } from '../driver/driver.ts'
import {
  CollectionAccumulator,
  CustomAccumulator,
  DoubleAccumulator,
  LongAccumulator,
} from '../shared-variables/accumulator.ts'
import type { MemoryBudget } from '../memory/memory-budget.ts'
import { newAccumulator } from '../shared-variables/accumulators.ts'
import { newBroadcast } from '../shared-variables/new-broadcast.ts'
import type { Broadcast } from '../shared-variables/broadcast.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { JobScope } from './job-scope.ts'

/** What every part of a context stands on. */
export interface ContextParts {
  readonly checkpoints: Checkpoints
  readonly driver: Driver
  readonly runner: JobRunner
  readonly scope: JobScope
  readonly budget: MemoryBudget
  /** The folder for what does not fit in memory. */
  readonly scratch: string
  /** Settings of `s3://` paths. */
  readonly s3: S3Options | undefined
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
   * @example
   * const bad = ctx.longAccumulator('bad lines')
   * await ctx.parallelize(['tea', '', 'milk', '']).foreach((line) => bad.add(line === '' ? 1 : 0))
   * bad.value // => 2
   */
  longAccumulator(name?: string): LongAccumulator {
    this.checkRunning('longAccumulator')
    return newAccumulator(name, (parts) => new LongAccumulator(parts))
  }

  /**
   * A sum of numbers, to which tasks add and which the driver reads. See `longAccumulator`.
   * @param name shows its value in events
   * @example
   * const total = ctx.doubleAccumulator()
   * await ctx.parallelize([0.5, 2]).foreach((price) => total.add(price))
   * total.value // => 2.5
   */
  doubleAccumulator(name?: string): DoubleAccumulator {
    this.checkRunning('doubleAccumulator')
    return newAccumulator(name, (parts) => new DoubleAccumulator(parts))
  }

  /**
   * A list of values, to which tasks add and which the driver reads. See `longAccumulator`.
   * @param name shows its value in events
   * @example
   * const odd = ctx.collectionAccumulator<number>('odd numbers')
   * await ctx.range(0, 5, { partitions: 1 }).foreach((n) => {
   *   if (n % 2 === 1) odd.add(n)
   * })
   * odd.value // => [1, 3]
   */
  collectionAccumulator<T>(name?: string): CollectionAccumulator<T> {
    this.checkRunning('collectionAccumulator')
    return newAccumulator(name, (parts) => new CollectionAccumulator<T>(parts))
  }

  /**
   * An accumulator of values of any kind. Values are merged into a copy of the zero for each task, and the tasks' sums into
   * another in the order in which tasks finish: so the function should be associative and commutative, the zero neutral.
   * @param zero where each sum begins
   * @param merge gives one value for two; it may change its first argument
   * @param name shows its value in events
   * @throws ATOMIC4001 when the zero cannot travel
   * @example
   * const longest = ctx.accumulator('', (a, b) => (b.length > a.length ? b : a))
   * await ctx.parallelize(['tea', 'milk']).foreach((word) => longest.add(word))
   * longest.value // => 'milk'
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
   * @param value anything that can travel
   * @throws ATOMIC4001 when it cannot travel
   * @example
   * const names = ctx.broadcast(new Map([[1, 'one'], [2, 'two']]))
   * await ctx.parallelize([2, 3]).map((n) => names.value.get(n)).collect() // => ['two', undefined]
   */
  broadcast<T>(value: T): Broadcast<T> {
    this.checkRunning('broadcast')
    const { driver, runner, budget } = this.parts
    const at = callSite()
    const source = { value, bytes: runner.encode(value, at), at }
    return newBroadcast(source, (id) => driver.forgetBroadcast(id), budget)
  }
}
