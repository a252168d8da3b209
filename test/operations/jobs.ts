import { existsSync, writeFileSync } from 'node:fs'
import { TaskContext, type Context } from '@atomic-ts/atomic'

/** Jobs to be named, grouped and cancelled. */

export function count(ctx: Context, partitions: number): Promise<number> {
  return ctx
    .range(0, 100, { partitions })
    .map((n) => n)
    .count()
}

/** Tasks that keep their slots until there is a file. */
export function untilFile(ctx: Context, partitions: number, path: string): Promise<number> {
  return ctx
    .range(0, partitions, { partitions })
    .map((n) => {
      const task = TaskContext.get()
      while (!existsSync(path) && !task.isInterrupted());
      return n
    })
    .count()
}

/** Two actions with a wait between them. */
export async function countTwice(ctx: Context, partitions: number): Promise<number> {
  return (await count(ctx, partitions)) + (await count(ctx, partitions))
}

/** It never ends by itself, and never looks whether it should. */
export function never(ctx: Context, folder: string): Promise<number> {
  return ctx
    .range(0, 2, { partitions: 2 })
    .map((n) => {
      writeFileSync(`${folder}/${n}`, '')
      for (;;) n++
    })
    .count()
}

/** It ends when it is told to. */
export function untilInterrupted(ctx: Context, folder: string): Promise<number> {
  return ctx
    .range(0, 2, { partitions: 2 })
    .map((n) => {
      writeFileSync(`${folder}/${n}`, '')
      const task = TaskContext.get()
      while (!task.isInterrupted()) n++
      return n
    })
    .count()
}

/** A sort, whose sampling is a job of its own. */
export function sorts(ctx: Context): Promise<[number, number][]> {
  return ctx
    .range(0, 100, { partitions: 2 })
    .map((n): [number, number] => [-n, n])
    .sortByKey()
    .collect()
}

export function failsFromThirdOn(ctx: Context): Promise<number[]> {
  return ctx
    .range(0, 1, { partitions: 1 })
    .mapAsync(async () => {
      const { attemptNumber } = TaskContext.get()
      if (attemptNumber >= 3) throw new RangeError(`attempt ${attemptNumber}`)
      return attemptNumber
    })
    .collect()
}

export function stages(ctx: Context): Promise<[number, number][]> {
  return ctx
    .range(0, 100, { partitions: 3 })
    .map((n): [number, number] => [n % 10, n])
    .reduceByKey((a, b) => a + b, 2)
    .collect()
}
