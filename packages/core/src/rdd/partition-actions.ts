import { foreachPartition, runApproximateJob, runJob, submitJob } from '../actions/run-job.ts'
import { SideEffects } from './side-effects.ts'
import type { ActionOptions } from './action-options.ts'
import type { ApproximateEvaluator } from './approximate-evaluator.ts'
import type { PartialResult } from './bounded-double.ts'
import type { JobHandle, SubmitJobOptions } from './job-handle.ts'
import type { Shape } from './pair.ts'

/**
 * The actions whose function is called once for each partition.
 * @operators
 */
export abstract class PartitionActions<T> extends SideEffects<T> {
  /**
   * Calls a function on the workers once for each partition, with an iterable of its records. A failed attempt runs again,
   * so its effects should be idempotent.
   * @param f called for its effects; what it gives is dropped
   * @param options.signal cancels the job when it aborts
   * @example
   * const partitions = ctx.longAccumulator()
   * await ctx.range(0, 10, { partitions: 3 }).foreachPartition(() => partitions.add(1))
   * partitions.value // => 3
   */
  foreachPartition(f: (records: Iterable<T>) => void, options: ActionOptions = {}): Promise<void> {
    return foreachPartition(this, f, options)
  }

  /**
   * As `foreachPartition`, for a function marked as a task.
   * @param task as the function that `foreachPartition` takes
   * @param options.signal cancels the job when it aborts
   * @example
   * ```ts
   * import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
   * import { tmpdir } from 'node:os'
   *
   * /** @task *\/
   * function save(files: Iterable<string>): void {
   *   for (const file of files) writeFileSync(file, '')
   * }
   *
   * const folder = mkdtempSync(`${tmpdir()}/atomic-`)
   * await ctx.range(3).map((n) => `${folder}/${n}`).foreachPartitionTask(save)
   * readdirSync(folder) // => ['0', '1', '2']
   * ```
   */
  foreachPartitionTask(task: (records: Iterable<T>) => void, options: ActionOptions = {}): Promise<void> {
    return foreachPartition(this, task, options)
  }

  /**
   * Calls a function on the workers with an iterable of the records of each partition. Gives the results in the order of
   * the partitions. What the function does not read is not computed where it need not be.
   * @param f gives what the driver gets for a partition
   * @param partitions the partitions to run on, in the order of the results; by default all
   * @param options.signal cancels the job when it aborts
   * @throws ATOMIC2002 when there is no such partition
   * @example
   * const numbers = ctx.range(0, 10, { partitions: 3 })
   * await numbers.runJob((records) => [...records].length) // => [3, 3, 4]
   * await numbers.runJob((records) => [...records].length, [2]) // => [4]
   */
  runJob<U extends Shape>(
    f: (records: Iterable<T>) => U,
    partitions?: readonly number[],
    options: ActionOptions = {},
  ): Promise<U[]> {
    return runJob(this, f, partitions, options)
  }

  /**
   * As `runJob`, but hands over each result as soon as its partition is done, in any order, and keeps none.
   * @param f gives what the driver gets for a partition
   * @param options.partitions the partitions to run on; by default all. One that is named twice runs once
   * @param options.onResult called in the driver, with the number of the partition and what the function gave. An error
   * that it throws fails the job
   * @throws ATOMIC2002 when there is no such partition
   * @example
   * const sizes = new Map<number, number>()
   * const job = ctx.range(0, 10, { partitions: 3 }).submitJob((records) => [...records].length, {
   *   onResult: (partition, n) => sizes.set(partition, n),
   * })
   * await job // or job.cancel()
   * sizes // => new Map([[0, 3], [1, 3], [2, 4]])
   */
  submitJob<U extends Shape>(f: (records: Iterable<T>) => U, options: SubmitJobOptions<U> = {}): JobHandle {
    return submitJob(this, f, options)
  }

  /**
   * As `runJob` for an evaluator, which makes one value of the results of the partitions that are done when a time is over,
   * and of all of them at the end.
   * @param f gives what the evaluator merges for a partition
   * @param evaluator merges each result in the driver, and gives the value of those merged so far
   * @param timeout milliseconds to wait for the final value
   * @throws ATOMIC2002 when the timeout is out of range
   * @throws ATOMIC3005, of `finalValue`, when the job is cancelled
   * @example
   * let most = 0
   * const evaluator = {
   *   merge: (_partition: number, n: number) => void (most = Math.max(most, n)),
   *   currentResult: () => most,
   * }
   * const numbers = ctx.range(0, 10, { partitions: 3 })
   * const { finalValue } = await numbers.runApproximateJob((records) => [...records].length, evaluator, 60_000)
   * await finalValue // => 4
   */
  runApproximateJob<U extends Shape, R>(
    f: (records: Iterable<T>) => U,
    evaluator: ApproximateEvaluator<U, R>,
    timeout: number,
    { signal }: ActionOptions = {},
  ): Promise<PartialResult<R>> {
    return runApproximateJob(this, f, evaluator, { timeout, signal })
  }
}
