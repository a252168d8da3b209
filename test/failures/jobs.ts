import { appendFileSync, readFileSync } from 'node:fs'
import type { Context, RDD } from '@atomic-ts/atomic'

/** Jobs that go wrong, each in its own way. */

export function throws(ctx: Context): Promise<number[]> {
  return ctx
    .range(0, 10, { partitions: 3 })
    .map((n) => {
      if (n === 4) throw new RangeError(`${n} is too much`)
      return n
    })
    .collect()
}

/** Each partition fails as often as told before it succeeds; a file counts, since attempts share no memory. */
export function failsAtFirst(ctx: Context, log: string, times: number): Promise<number> {
  return ctx
    .range(0, 6, { partitions: 3 })
    .mapPartitions(function* (records) {
      const mine = [...records]
      const name = `p${mine[0]}\n`
      appendFileSync(log, name)
      const tries = readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => `${line}\n` === name).length
      if (tries <= times) throw new Error(`try ${tries}`)
      yield* mine
    })
    .reduce((a, b) => a + b)
}

export function exits(ctx: Context): Promise<number> {
  return ctx
    .range(4)
    .map((n) => (n === 2 ? process.exit(3) : n))
    .count()
}

export function throwsInCircles(ctx: Context): Promise<number> {
  return ctx
    .range(4)
    .map((n) => {
      const error = new Error('round and round')
      error.cause = error
      if (n === 2) throw error
      return n
    })
    .count()
}

export function throwsTrap(ctx: Context): Promise<number> {
  return ctx
    .range(4)
    .map((n) => {
      const trap = (): never => {
        throw new Error('looked at')
      }
      if (n === 2) throw new Proxy({}, { get: trap, ownKeys: trap, getPrototypeOf: trap }) as Error
      return n
    })
    .count()
}

export function throwsMuch(ctx: Context): Promise<number> {
  return ctx
    .range(4)
    .map((n) => {
      if (n === 2) throw Object.assign(new Error('much'), { data: new Uint8Array(4 << 20) })
      return n
    })
    .count()
}

export function fillsMemory(ctx: Context): Promise<number> {
  return ctx
    .range(0, 2, { partitions: 2 })
    .map((n) => {
      const all: string[][] = []
      // oxlint-disable-next-line no-unmodified-loop-condition
      while (n === 1) all.push(Array.from({ length: 100_000 }, (_, i) => `${all.length} ${i}`))
      return n
    })
    .count()
}

/** An error that no task awaits ends the whole thread: here while a task waits for the next piece of its file. */
export function dies(ctx: Context, path: string): Promise<number> {
  return ctx
    .textFile(path)
    .map((line) => {
      if (line === '0') {
        setImmediate(() => {
          throw new Error('thrown beside the task')
        })
      }
      return line.length
    })
    .count()
}

export function never(ctx: Context): Promise<number> {
  return ctx
    .range(2)
    .map((n) => {
      for (;;) n++
    })
    .count()
}

export function givesFunctions(ctx: Context): Promise<unknown[]> {
  return ctx
    .range(2)
    .map((n) => ({ user: { callback: () => n } }))
    .collect()
}

export function joinsWhatIsNoPair(ctx: Context): Promise<unknown[]> {
  const claims = ctx.range(3).map((n) => [n, n, n]) as RDD<unknown> as RDD<[number, number]>
  return claims.reduceByKey((a, b) => a + b).collect()
}

export function keysByFunctions(ctx: Context): Promise<unknown[]> {
  return ctx
    .range(3)
    .keyBy((n) => () => n)
    .reduceByKey((a, b) => a + b)
    .collect()
}

export function capturesWhatCannotTravel(ctx: Context): Promise<unknown[]> {
  const secret: unknown = () => 1
  return ctx
    .range(3)
    .map((n) => [n, secret])
    .collect()
}

export async function saves(ctx: Context, path: string): Promise<void> {
  await ctx
    .range(0, 100, { partitions: 4 })
    .map((n) => `line ${n}`)
    .saveAsTextFile(path)
}

export async function failsToSave(ctx: Context, path: string): Promise<void> {
  await ctx
    .range(0, 100, { partitions: 4 })
    .map((n) => {
      if (n === 60) throw new Error('no line for 60')
      return `line ${n}`
    })
    .saveAsTextFile(path)
}
