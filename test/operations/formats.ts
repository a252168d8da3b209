import type { Context, RDD } from '@atomic-ts/atomic'

export interface Price {
  readonly name: string
  readonly price: number | null
}

/** Prices that files hold, as their type says. */
export const readers: Readonly<Record<string, (ctx: Context, path: string) => RDD<string>>> = {
  jsonLines: (ctx, path) => ctx.jsonLines<Price>(path).map(({ name, price }) => `${name} ${price}`),
  objectFile: (ctx, path) => ctx.objectFile<Price>(path).map(({ name, price }) => `${name} ${price}`),
  parquet: (ctx, path) => ctx.parquet<Price>(path).map(({ name, price }) => `${name} ${price}`),
  arrowFile: (ctx, path) => ctx.arrowFile<Price>(path).map(({ name, price }) => `${name} ${price}`),
}

/** Saves records in every form. */
export const savers: Readonly<
  Record<string, (ctx: Context, records: object[], path: string) => Promise<void>>
> = {
  jsonLines: (ctx, records, path) => ctx.parallelize(records, 2).saveAsJsonLines(path),
  objectFile: (ctx, records, path) => ctx.parallelize(records, 2).saveAsObjectFile(path),
  parquet: (ctx, records, path) => ctx.parallelize(records, 2).saveAsParquet(path),
  arrowFile: (ctx, records, path) => ctx.parallelize(records, 2).saveAsArrow(path),
}

/** A sink of which one attempt fails after it has written. */
export async function flakySink(ctx: Context, attempts: string[]): Promise<string[]> {
  const log = ctx.collectionAccumulator<string>()
  const committed: string[] = []
  await ctx.range(0, 6, { partitions: 2 }).saveWith(
    async (numbers, { partition, attempt }) => {
      let sum = 0
      for await (const n of numbers) sum += n
      if (partition === 1 && attempt === 0) throw new Error('the first attempt fails')
      log.add(`${partition}-${attempt}`)
      return `${partition}-${attempt}: ${sum}`
    },
    { commit: (parts) => void committed.push(...parts) },
  )
  attempts.push(...log.value)
  return committed
}

/** A sink that stops early. */
export async function lazySink(ctx: Context, calls: string[]): Promise<void> {
  await ctx.range(0, 6, { partitions: 2 }).saveWith(
    async (numbers) => {
      for await (const n of numbers) return n
      return 0
    },
    { commit: () => calls.push('commit'), abandon: () => calls.push('abandon') },
  )
}

/** A source whose second split fails when it is half read. */
export function failingSource(ctx: Context): RDD<number> {
  return ctx.fromSource({
    splits: [1, 2],
    *open(split) {
      yield split
      if (split === 2) throw new RangeError('the line is dead')
    },
  })
}

/** A source that tells, in a file, when it is closed. */
export function endlessSource(ctx: Context, closed: string): RDD<number> {
  return ctx.fromSource({
    splits: [closed],
    async *open(path) {
      const { writeFileSync } = await import('node:fs')
      try {
        for (let n = 0; ; n++) yield n
      } finally {
        writeFileSync(path, 'closed')
      }
    },
  })
}

/** What `fromSource` opens that is no iterable. */
export function openNothing(ctx: Context): RDD<unknown> {
  return ctx.fromSource({ splits: [1], open: () => JSON.parse('7') as Iterable<number> })
}

/** A source that gives a few records and then waits for ever. */
export function stuckSource(ctx: Context): RDD<number> {
  return ctx.fromSource({
    splits: [1],
    async *open() {
      yield* [1, 2, 3]
      await new Promise(() => undefined)
      yield 4
    },
  })
}

/** A sink that never ends. */
export async function stuckSink(ctx: Context, signal: AbortSignal): Promise<void> {
  await ctx.range(1).saveWith(() => new Promise(() => undefined), { signal })
}
