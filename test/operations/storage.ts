import { writeFileSync } from 'node:fs'
import { StorageLevel, type Context, type LongAccumulator, type RDD } from '@atomic-ts/atomic'

/** Programs that keep what they compute. */

/** Records of several kinds, kept at a level; `calls` counts how often one is computed. */
export function kept(ctx: Context, level: StorageLevel, calls: LongAccumulator): RDD<[number, string]> {
  return ctx
    .range(0, 4000, { partitions: 4 })
    .map((n): [number, string] => {
      calls.add(1)
      return [n, `record ${n}`]
    })
    .persist(level)
}

export function numbers(ctx: Context, n: number, level: StorageLevel, calls: LongAccumulator): RDD<number> {
  return ctx
    .range(0, n, { partitions: 4 })
    .map((i) => {
      calls.add(1)
      return i + 0.5
    })
    .persist(level)
}

/** Ends the thread of the first task that runs. */
export async function losesAThread<T>(rdd: RDD<T>, log: string): Promise<number> {
  return rdd
    .mapAsync(async (record) => {
      // Thrown where nothing catches it: this thread is gone.
      if (isFirst(log)) {
        await new Promise(() =>
          setImmediate(() => {
            throw new Error('lost')
          }),
        )
      }
      return record
    })
    .count()
}

/** Makes a file; true for one of those that try at the same time. */
function isFirst(path: string): boolean {
  try {
    writeFileSync(path, '', { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

export function unreachable(ctx: Context): Promise<number> {
  return ctx
    .range(0, 1000, { partitions: 2 })
    .map((n) => n / 2)
    .persist(StorageLevel.MEMORY_AND_DISK)
    .count()
}

/** Instances of a class, which cannot be encoded. */
export async function ofAClass(ctx: Context, level: StorageLevel): Promise<number[]> {
  class Point {
    readonly x: number
    constructor(x: number) {
      this.x = x
    }
    twice(): number {
      return 2 * this.x
    }
  }
  const points = ctx
    .range(0, 4, { partitions: 2 })
    .map((n) => new Point(n))
    .persist(level)
  await points.count()
  return points.map((point) => point.twice()).collect()
}

/** A child that is kept while it reads a parent that is kept. */
export async function parentAndChild(ctx: Context, n: number): Promise<number[]> {
  const parent = ctx
    .range(0, n, { partitions: 4 })
    .map((i) => i + 0.25)
    .persist(StorageLevel.MEMORY_AND_DISK)
  const child = parent.map((i) => 2 * i).persist(StorageLevel.MEMORY_AND_DISK)
  return [await child.sum(), await parent.sum(), await child.sum(), await parent.count()]
}
