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
   */
  foreachPartition(f: (records: Iterable<T>) => void, options: ActionOptions = {}): Promise<void> {
    return foreachPartition(this, f, options)
  }

  /** As `foreachPartition`, for a function marked as a task. */
  foreachPartitionTask(task: (records: Iterable<T>) => void, options: ActionOptions = {}): Promise<void> {
    return foreachPartition(this, task, options)
  }

  /**
   * Calls a function on the workers with an iterable of the records of each partition. Gives the results in the order of
   * the partitions. What the function does not read is not computed where it need not be.
   * @param partitions the partitions to run on, in the order of the results; by default all
   * @throws ATOMIC2002 when there is no such partition
   * @example const sizes = await rdd.runJob((records) => [...records].length)
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
   * @param options.partitions the partitions to run on; by default all. One that is named twice runs once
   * @param options.onResult called in the driver, with the number of the partition and what the function gave. An error
   * that it throws fails the job
   * @throws ATOMIC2002 when there is no such partition
   * @example
   * const job = rdd.submitJob((records) => [...records].length, { onResult: (partition, n) => console.log(partition, n) })
   * await job // or job.cancel()
   */
  submitJob<U extends Shape>(f: (records: Iterable<T>) => U, options: SubmitJobOptions<U> = {}): JobHandle {
    return submitJob(this, f, options)
  }

  /**
   * As `runJob` for an evaluator, which makes one value of the results of the partitions that are done when a time is over,
   * and of all of them at the end.
   * @param evaluator merges each result in the driver, and gives the value of those merged so far
   * @param timeout milliseconds to wait for the final value
   * @throws ATOMIC2002 when the timeout is out of range
   * @example
   * let most = 0
   * const { initialValue, finalValue } = await lines.runApproximateJob((records) => [...records].length, {
   *   merge: (_partition, n) => void (most = Math.max(most, n)),
   *   currentResult: () => most,
   * }, 1000)
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
