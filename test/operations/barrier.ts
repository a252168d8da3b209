import { readdirSync, writeFileSync } from 'node:fs'
import {
  BarrierTaskContext,
  TaskContext,
  type ActionOptions,
  type Context,
  type LongAccumulator,
  type RDD,
} from '@atomic-ts/atomic'

/** Programs whose tasks wait for each other. */

export function gathered(ctx: Context, n: number): Promise<{ id: number; sizes: number[] }[]> {
  return ctx
    .range(0, 10, { partitions: n })
    .map((x) => x * 2)
    .barrier()
    .mapPartitionsWithIndex(async (index, records) => {
      const task = BarrierTaskContext.get()
      const ids = await task.allGather({ index, sum: [...records].reduce((a, b) => a + b, 0) })
      await task.barrier()
      const again = await task.allGather(ids.length)
      return [{ id: index, sizes: [...ids.map(({ sum }) => sum), ...again] }]
    })
    .collect()
}

/** What each task finds in a folder when all have written. */
export function meetsAt(ctx: Context, n: number, folder: string): Promise<string[][]> {
  return ctx
    .range(0, n, { partitions: n })
    .barrier()
    .mapPartitions(async function* (records) {
      for (const record of records) writeFileSync(`${folder}/${record}`, '')
      await BarrierTaskContext.get().barrier()
      yield readdirSync(folder).toSorted()
    })
    .collect()
}

export function slotsOf(ctx: Context, n: number): Promise<number[][]> {
  return waiting(ctx, n)
    .mapPartitions(() => [
      BarrierTaskContext.get()
        .getTaskInfos()
        .map(({ slot }) => slot),
    ])
    .collect()
}

export function waiting(ctx: Context, n: number): RDD<number> {
  return ctx
    .range(0, 10, { partitions: n })
    .barrier()
    .mapPartitions(async (records) => {
      await BarrierTaskContext.get().barrier()
      return records
    })
}

export function refused(ctx: Context, n: number): Record<string, () => Promise<unknown>> {
  const own = waiting(ctx, n)
  return {
    take: () => own.take(1),
    first: () => own.first(),
    'union, before': () => barrierOf(ctx.range(4).union(ctx.range(4))).count(),
    'union, after': () => own.union(ctx.range(4)).count(),
    'coalesce, before': () => barrierOf(ctx.range(0, 4, { partitions: n }).coalesce(1)).count(),
    'coalesce, after': () => own.coalesce(1).count(),
    prunePartitions: () => own.prunePartitions((i) => i === 0).count(),
    zip: () => own.zip(own).count(),
  }
}

function barrierOf(rdd: RDD<number>): RDD<number> {
  return rdd.barrier().mapPartitions((records) => records)
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** In its first attempt, partition 1 fails when the others are done. Hands over each task's attempt. */
export function failsOnce(
  ctx: Context,
  tries: LongAccumulator,
  folder: string,
  onResult: (partition: number, attempts: number[]) => void,
): Promise<void> {
  return ctx
    .range(0, 3, { partitions: 3 })
    .barrier()
    .mapPartitions(async () => {
      const task = BarrierTaskContext.get()
      tries.add(1)
      writeFileSync(`${folder}/${task.partitionId}-${task.attemptNumber}`, '')
      await task.barrier()
      task.addTaskCompletionListener(() => writeFileSync(`${folder}/${task.partitionId}-done`, ''))
      if (task.partitionId === 1 && task.attemptNumber === 0) {
        while (readdirSync(folder).filter((file) => file.endsWith('done')).length < 2) await nextTurn()
        throw new RangeError('not yet')
      }
      return [task.attemptNumber]
    })
    .submitJob((attempts) => [...attempts], { onResult })
}

export function alwaysFails(ctx: Context): Promise<unknown> {
  return ctx
    .range(0, 2, { partitions: 2 })
    .barrier()
    .mapPartitions((): number[] => {
      if (TaskContext.get().partitionId === 0) throw new RangeError('never')
      return []
    })
    .collect()
}

export function mismatches(ctx: Context): Record<string, () => Promise<unknown>> {
  const two = ctx.range(0, 2, { partitions: 2 }).barrier()
  return {
    ends: () =>
      two
        .mapPartitionsWithIndex(async (index) => {
          if (index === 0) await BarrierTaskContext.get().barrier()
          return [index]
        })
        .collect(),
    differs: () =>
      two
        .mapPartitionsWithIndex(async (index) => {
          const task = BarrierTaskContext.get()
          await (index === 0 ? task.barrier() : task.allGather(index))
          return [index]
        })
        .collect(),
    overlaps: () =>
      two
        .mapPartitionsWithIndex(async (index) => {
          const task = BarrierTaskContext.get()
          await Promise.all([task.barrier(), task.barrier()])
          return [index]
        })
        .collect(),
  }
}

/** Partition 1 waits for something else, for ever. */
export function waitsForEver(ctx: Context, options: ActionOptions = {}): Promise<unknown> {
  return ctx
    .range(0, 2, { partitions: 2 })
    .barrier()
    .mapPartitionsWithIndex(async (index) => {
      if (index === 0) await BarrierTaskContext.get().barrier()
      else await new Promise(() => undefined)
      return [index]
    })
    .collect(options)
}

export async function aroundShuffles(ctx: Context, n: number): Promise<[number, number][]> {
  const before = waiting(ctx, n).map((x): [number, number] => [x % 3, x])
  const after = before
    .reduceByKey((a, b) => a + b, n)
    .barrier()
    .mapPartitions(async function* (pairs) {
      const all = await BarrierTaskContext.get().allGather([...pairs])
      if (TaskContext.get().partitionId === 0) yield* all.flat()
    })
  return after.sortByKey().collect()
}

/** Counts how often its partitions are computed. */
export function cachedRdd(ctx: Context, n: number, calls: LongAccumulator): RDD<number> {
  return waiting(ctx, n)
    .mapPartitions((records) => {
      calls.add(1)
      return records
    })
    .cache()
}

export async function cached(ctx: Context, n: number, calls: LongAccumulator): Promise<number[]> {
  const rdd = cachedRdd(ctx, n, calls)
  return [await rdd.count(), await rdd.sum()]
}

export function attemptsOf(ctx: Context): Promise<number[]> {
  return ctx
    .range(0, 3, { partitions: 3 })
    .barrier()
    .mapPartitions(async () => {
      const task = BarrierTaskContext.get()
      await task.barrier()
      return [task.attemptNumber]
    })
    .collect()
}

export function neverEnds(ctx: Context, folder: string): Promise<number> {
  return ctx
    .range(0, 1, { partitions: 1 })
    .map((n) => {
      writeFileSync(`${folder}/runs`, '')
      for (;;) n++
    })
    .count()
}

export function gives(ctx: Context, what: unknown): Promise<unknown> {
  return ctx
    .range(1)
    .barrier()
    .mapPartitions(() => what as number[])
    .collect()
}

export function outsideOfBarrier(ctx: Context): Promise<unknown> {
  return ctx
    .range(1)
    .map(() => BarrierTaskContext.get().partitionId)
    .collect()
}
