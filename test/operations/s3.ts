import { appendFileSync, existsSync } from 'node:fs'
import { TaskContext, type Context } from '@atomic-ts/atomic'

/** Programs on s3:// paths. They know nothing of the store. */

export function readsLines(ctx: Context, path: string, partitions: number): Promise<string[]> {
  return ctx.textFile(path, partitions).collect()
}

export function countsEach(ctx: Context, path: string, partitions: number): Promise<number[]> {
  return ctx
    .textFile(path, partitions)
    .mapPartitions((lines) => [[...lines].length])
    .collect()
}

export function savesLines(
  ctx: Context,
  path: string,
  options: { count?: number; compression?: 'gzip' | 'zstd'; overwrite?: boolean } = {},
): Promise<void> {
  const { count = 1000, ...save } = options
  return ctx
    .range(0, count, { partitions: 3 })
    .map((n) => `line ${n}`)
    .saveAsTextFile(path, save)
}

/** A record of a line, in every format. */
export interface Sale {
  readonly item: string
  readonly amount: number
}

/** Saves sales in every format below a path, and reads them back. */
export async function tripsInEveryFormat(ctx: Context, path: string): Promise<Sale[][]> {
  const sales = ctx.range(0, 3000, { partitions: 2 }).map((n): Sale => ({ item: `é ${n}`, amount: n / 4 }))
  await sales.saveAsJsonLines(`${path}/json`, { compression: 'gzip' })
  await sales.map(({ item, amount }) => [item, amount]).saveAsCsv(`${path}/csv`)
  await sales.saveAsObjectFile(`${path}/object`)
  await sales.saveAsParquet(`${path}/parquet`)
  await sales.saveAsArrow(`${path}/arrow`)
  return Promise.all([
    ctx.jsonLines<Sale>(`${path}/json`).collect(),
    ctx
      .csv(`${path}/csv/part-*`)
      .map(([item = '', amount]) => ({ item, amount: Number(amount) }))
      .collect(),
    ctx.objectFile<Sale>(`${path}/object`).collect(),
    ctx.parquet<Sale>(`${path}/parquet`).collect(),
    ctx.arrowFile<Sale>(`${path}/arrow`).collect(),
  ])
}

/** Each line has a hundred characters. The first attempt of a partition ends badly, when it has written most of its lines. */
export function savesWithFailures(
  ctx: Context,
  path: string,
  log: string,
  how: 'throw' | 'exit',
): Promise<void> {
  return ctx
    .range(0, 400_000, { partitions: 2 })
    .map((n) => {
      const { attemptNumber, partitionId } = TaskContext.get()
      if (partitionId === 1 && n === 399_000 && attemptNumber === 0) {
        appendFileSync(log, 'failed')
        if (how === 'exit') process.exit(1)
        throw new Error('not yet')
      }
      return String(n).padEnd(99, '.')
    })
    .saveAsTextFile(path)
}

/** Fails for good when most is written. */
export function failsToSave(ctx: Context, path: string): Promise<void> {
  return ctx
    .range(0, 400_000, { partitions: 2 })
    .map((n) => {
      if (n === 399_000) throw new RangeError('never')
      return String(n).padEnd(99, '.')
    })
    .saveAsTextFile(path)
}

/** Writes lines until it is cancelled; says so in a file when many are written. */
export function savesForever(ctx: Context, path: string, log: string, signal: AbortSignal): Promise<void> {
  return ctx
    .range(0, 2 ** 40, { partitions: 2 })
    .map((n) => {
      if (n === 300_000 && !existsSync(log)) appendFileSync(log, 'many')
      return String(n).padEnd(99, '.')
    })
    .saveAsTextFile(path, { signal })
}
