import type { Context, RDD } from '@atomic-ts/atomic'

/** The records as they are, when a task has seen them. */
export function seen(ctx: Context, records: readonly unknown[], partitions: number): RDD<unknown> {
  return ctx.parallelize(records, partitions).map((record) => record)
}
