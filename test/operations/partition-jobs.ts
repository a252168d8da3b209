import type { ApproximateEvaluator, Context, JobHandle, PartialResult, RDD } from '@atomic-ts/atomic'

// Jobs that test/operations/partition-jobs.test.ts starts.

/** Numbers from 0 in the first partition; the second one waits without end. */
export function halfDone(ctx: Context, count: number): RDD<number> {
  return ctx
    .range(0, 2, { partitions: 2 })
    .mapAsync((n) => (n === 0 ? n : new Promise<number>(() => undefined)))
    .flatMap(() => Array.from({ length: count }, (_, i) => i))
}

/** What is handed over is kept in a variable of the driver: the function that does it is no task. */
export async function sizes(rdd: RDD<number>, partitions?: readonly number[]): Promise<[number, number][]> {
  const seen: [number, number][] = []
  await rdd.submitJob((records) => [...records].length, {
    ...(partitions && { partitions }),
    onResult(partition, size) {
      seen.push([partition, size])
    },
  })
  return seen.toSorted(([a], [b]) => a - b)
}

export function handsOver(
  rdd: RDD<number>,
  onResult: (partition: number, size: number) => void,
  signal?: AbortSignal,
): JobHandle {
  return rdd.submitJob((records) => [...records].length, { onResult, signal })
}

export function onPartition(rdd: RDD<number>, partition: number): JobHandle {
  return rdd.submitJob((records) => [...records].length, { partitions: [partition] })
}

/** An evaluator that is an object of its own, with what it knows in a variable around it. */
export function greatest(rdd: RDD<number>, timeout: number): Promise<PartialResult<string>> {
  let most = 0
  const merged: number[] = []
  return rdd.runApproximateJob(
    (records) => [...records].reduce((a, b) => Math.max(a, b), 0),
    {
      merge(partition, n) {
        merged.push(partition)
        most = Math.max(most, n)
      },
      currentResult: () => `${most} of ${merged.length}`,
    },
    timeout,
  )
}

class Sizes implements ApproximateEvaluator<number, readonly (readonly [number, number])[]> {
  readonly #seen: (readonly [number, number])[] = []
  merge(partition: number, size: number): void {
    this.#seen.push([partition, size])
  }
  currentResult(): readonly (readonly [number, number])[] {
    return this.#seen.toSorted(([a], [b]) => a - b)
  }
}

export function sizesOf(rdd: RDD<number>, timeout: number) {
  return rdd.runApproximateJob((records) => [...records].length, new Sizes(), timeout)
}

export function evaluated<R>(
  rdd: RDD<number>,
  evaluator: ApproximateEvaluator<number, R>,
  timeout: number,
): Promise<PartialResult<R>> {
  return rdd.runApproximateJob((records) => [...records].length, evaluator, timeout)
}

export function parities(rdd: RDD<number>): RDD<[string, number]> {
  return rdd.map((n) => [n % 2 === 0 ? 'even' : 'odd', n])
}
