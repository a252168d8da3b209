import { TaskContext, type Context, type RDD } from '@atomic-ts/atomic'

export function spread(ctx: Context, n: number): RDD<[number, number]> {
  return ctx
    .range(0, n, { partitions: 3 })
    .map((i): [number, number] => [i, i * 7])
    .partitionBy(2)
}

export async function sum(rdd: RDD<[number, number]>): Promise<number> {
  return await rdd.map(([key, value]) => key + value).sum()
}

/** As `spread`, but something that waits for the end of each task fails at the first attempt, when its output is there. */
export function failsAfter(ctx: Context, n: number): RDD<[number, number]> {
  return ctx
    .range(0, n, { partitions: 3 })
    .map((i): [number, number] => {
      const task = TaskContext.get()
      if (i % (n / 3) === 0 && task.attemptNumber === 0) task.addTaskCompletionListener(refuse)
      return [i, i * 7]
    })
    .partitionBy(2)
}

function refuse(): void {
  throw new Error('too late')
}

/** Goes on until somebody ends it. */
export async function neverEnds(ctx: Context): Promise<void> {
  for (;;) await spread(ctx, 50_000).count()
}
