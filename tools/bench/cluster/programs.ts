import type { Context } from '@atomic-ts/atomic'

/** Tasks with nothing to do: what is left is what a task costs. */
export function emptyTasks(ctx: Context, n: number): Promise<number> {
  return ctx
    .range(0, n, { partitions: n })
    .map((i) => i + 1)
    .count()
}

const text = 'the quick brown fox jumps over the lazy dog and runs into the deep dark forest of dataflow'

/** Moves texts of about 90 letters, no two alike, by their keys. */
export function shuffle(ctx: Context, n: number, partitions: number): Promise<number> {
  return ctx
    .range(0, n, { partitions })
    .map((i): [number, string] => [
      Math.imul(i, 0x9e3779b1),
      `${text.slice(i % 30)} ${i} ${text.slice(0, i % 30)}`,
    ])
    .partitionBy(partitions)
    .map(([, each]) => each.length)
    .sum()
}

/** Work before a shuffle and after it: a few seconds on a core. */
export function aggregate(ctx: Context, n: number, partitions: number): Promise<number> {
  return ctx
    .range(0, n, { partitions })
    .map((i): [number, number] => [Math.imul(i, 0x9e3779b1) >>> 12, work(i)])
    .groupByKey(partitions)
    .map(([key, values]) => {
      let sum = key
      for (const value of values) sum += work(value)
      return sum % 1000
    })
    .sum()
}

function work(seed: number): number {
  let x = seed | 1
  for (let i = 0; i < 200; i++) x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d)
  return (x >>> 0) % 1000
}

/** A shuffle in which every map task leaves one record for each reduce task: what is left is what the blocks cost. */
export function exchange(ctx: Context, tasks: number): Promise<number> {
  return ctx
    .range(0, tasks * tasks, { partitions: tasks })
    .map((n) => [n % tasks, n])
    .partitionBy(tasks)
    .count()
}
