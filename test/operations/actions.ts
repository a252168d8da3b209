import { threadId } from 'node:worker_threads'
import type { ActionOptions, Context, RDD } from '@atomic-ts/atomic'

// Jobs that test/operations/actions.test.ts starts.

/** Numbers, none of which is left. */
export function nothing(ctx: Context): RDD<number> {
  return ctx.range(0, 9, { partitions: 3 }).filter((n) => n > 9)
}

export function merges(rdd: RDD<number>) {
  return {
    reduce: () => rdd.reduce((a, b) => a + b),
    treeReduce: () => rdd.treeReduce((a, b) => a + b, { depth: 3 }),
  }
}

export function sums(rdd: RDD<number>): Promise<number[]> {
  return Promise.all([
    rdd.fold(0, (a, b) => a + b),
    rdd.aggregate(
      0,
      (a, b) => a + b,
      (a, b) => a + b,
    ),
    rdd.treeAggregate(
      0,
      (a, b) => a + b,
      (a, b) => a + b,
    ),
  ])
}

/** The sum as a tree of some depth makes it. */
export function tree(rdd: RDD<number>, depth: number, finalAggregateOnExecutor = false): Promise<number> {
  return rdd.treeAggregate(
    0,
    (a, b) => a + b,
    (a, b) => a + b,
    { depth, finalAggregateOnExecutor },
  )
}

/** Records that claim to be numbers. */
export function texts(ctx: Context): RDD<number> {
  return ctx.range(0, 4, { partitions: 2 }).map((n) => `${n}`) as RDD<unknown> as RDD<number>
}

/** Ones without end. */
export function endless(ctx: Context): RDD<number> {
  return ctx.range(0, 2, { partitions: 2 }).mapPartitions(function* () {
    for (let n = 0; ; n++) {
      if (n === 1000) tellRunning()
      yield 1
    }
  })
}

/** The channel on which an endless task tells, once, that it is well under way. */
export const runningChannel = 'endless'

function tellRunning(): void {
  const channel = new BroadcastChannel(runningChannel)
  channel.postMessage('running')
  channel.close()
}

function* ones(): Generator<number> {
  for (;;) yield 1
}

/** Numbers in the first partition; the second one never ends. */
export function halfDone(ctx: Context, numbers: number[]): RDD<number> {
  return ctx.range(0, 2, { partitions: 2 }).mapPartitions(function* (records) {
    for (const record of records) {
      yield* record === 0 ? numbers : ones()
    }
  })
}

export function endlessJobs(ctx: Context, options: ActionOptions): Record<string, () => Promise<unknown>> {
  const rdd = endless(ctx)
  return {
    count: () => rdd.count(options),
    collectOfSorted: () =>
      rdd
        .keyBy((n) => n)
        .sortByKey()
        .collect(options),
    collectColumnar: () => rdd.collectColumnar(options),
    reduce: () => rdd.reduce((a, b) => a + b, options),
    sum: () => rdd.sum(options),
    foreach: () => rdd.foreach((n) => void n, options),
    foreachPartition: () =>
      rdd.foreachPartition((records) => {
        for (const record of records) void record
      }, options),
    runJob: () => rdd.runJob((records) => [...records].length, [1], options),
    toLocalIterator: () => rdd.toLocalIterator(options).next(),
    countByValue: () => rdd.countByValue(options),
  }
}

/** The thread that runs the one slot. */
export async function threadOf(ctx: Context): Promise<number | undefined> {
  const [thread] = await ctx.range(0, 1, { partitions: 1 }).runJob(() => threadId)
  return thread
}

export function firstOfEach(ctx: Context): Promise<(number | undefined)[]> {
  return endless(ctx).runJob(([first]) => first)
}

export function onNoPartition(ctx: Context): Promise<number[]> {
  return ctx.range(3).runJob(() => 1, [])
}

function* given(records: Iterable<number>): Generator<number> {
  yield* records
}

/** A generator function, and a function that gives what one does: nobody runs the bodies. */
export const withGenerators: Record<string, (ctx: Context) => Promise<void>> = {
  foreach: (ctx) =>
    ctx.range(2).foreach(function* (n): Generator<number> {
      yield n
    }),
  foreachPartition: (ctx) =>
    ctx.range(2).foreachPartition(function* (records): Generator<number> {
      yield* records
    }),
}

export const givesGenerators: Record<string, (ctx: Context) => Promise<void>> = {
  foreach: (ctx) => ctx.range(2).foreach((n) => given([n])),
  foreachPartition: (ctx) => ctx.range(2).foreachPartition((records) => given(records)),
}

/** What has a result, or one that could be gone through, is called for its effects all the same. */
export async function ignoresResults(ctx: Context): Promise<number> {
  const seen = ctx.longAccumulator()
  await ctx.range(0, 4, { partitions: 2 }).foreach((n) => new Map([[n, seen.add(n)]]))
  await ctx.range(0, 4, { partitions: 2 }).foreachPartition((records) => [...records].map((n) => seen.add(n)))
  return seen.value
}

export function givesPromises(ctx: Context): Promise<unknown[]> {
  return ctx.range(2).runJob((records) => Promise.resolve([...records].length))
}
