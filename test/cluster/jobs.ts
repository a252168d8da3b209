import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { AtomicFiles, type Context, type RDD, TaskContext } from '@atomic-ts/atomic'

/** The process of each of some tasks that run at the same time. */
export function processes(ctx: Context, tasks: number): Promise<number[]> {
  return ctx
    .range(0, tasks, { partitions: tasks })
    .barrier()
    .mapPartitions(() => [process.pid])
    .collect()
}

/** The task of one partition ends its whole process: always, or only when it is the first to find no mark there. */
export function crash(ctx: Context, mark?: string): Promise<number> {
  const path = mark ?? ''
  return ctx
    .range(0, 40, { partitions: 4 })
    .map((n) => {
      if (n !== 15 || (path !== '' && existsSync(path))) return n
      if (path !== '') writeFileSync(path, '')
      process.kill(process.pid, 'SIGKILL')
      for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    })
    .sum()
}

/** A variable of the environment, as tasks see it. */
export function variable(ctx: Context, name: string): Promise<string> {
  return ctx
    .range(1)
    .map(() => process.env[name] ?? 'none')
    .first()
}

/** Counts words whose blocks cross from every task to every other. */
export function countWords(ctx: Context, words: number, partitions: number): Promise<[number, number][]> {
  return ctx
    .range(0, words, { partitions })
    .map((n) => [n % 97, 1])
    .reduceByKey((a, b) => a + b, partitions)
    .collect()
}

/** Tasks of which the first waits until it is killed, with its worker. */
export function waitOnce(ctx: Context, folder: string): Promise<number> {
  return ctx
    .range(0, 6, { partitions: 6 })
    .map((n) => {
      const path = `${folder}/${n}`
      if (existsSync(path) || TaskContext.get().attemptNumber > 0) return n
      writeFileSync(path, String(process.ppid))
      if (n === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20_000)
      return n
    })
    .sum()
}

/** Texts of a size by a number, spread over all workers; kept between two calls, so that the second one reads what the first one left. */
export function texts(ctx: Context, count: number, size: number): RDD<[number, string]> {
  return ctx
    .range(0, count, { partitions: 3 })
    .map((n): [number, string] => [n, String(n).padStart(size, '.')])
    .partitionBy(3)
}

/** The lengths of texts that do not become smaller when they are packed, and cross from every task to every other. */
export function dense(
  ctx: Context,
  count: number,
  size: number,
  partitions: number,
): Promise<[number, number][]> {
  return ctx
    .range(0, count, { partitions })
    .map((n): [number, string] => [n, randomBytes(size / 2).toString('hex')])
    .partitionBy(partitions)
    .mapValues((text) => text.length)
    .sortByKey()
    .collect()
}

/** How long each of those texts is. */
export function lengths(ctx: Context, count: number, size: number): Promise<Map<number, number>> {
  return texts(ctx, count, size)
    .mapValues((text) => text.length)
    .collectAsMap()
}

/** Sums by keys that are long, after a first shuffle that moves every record; sorted. */
export function twoShuffles(ctx: Context, count: number, partitions: number): Promise<[string, number][]> {
  return ctx
    .range(0, count, { partitions })
    .map((n) => [`key ${n % 50}`.padEnd(200), n])
    .partitionBy(partitions)
    .map(([key, n]) => [key, n])
    .reduceByKey((a, b) => a + b, partitions)
    .sortByKey()
    .collect()
}

/** Tasks of which each says that it runs, and goes on when a file is there. */
export function waitForFile(ctx: Context, folder: string, tasks: number): Promise<number> {
  return ctx
    .range(0, tasks, { partitions: tasks })
    .map((n) => {
      writeFileSync(`${folder}/runs-${n}`, String(process.ppid))
      while (!existsSync(`${folder}/go`)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
      return n
    })
    .sum()
}

/** How large a file is where a task finds it. */
export function sentSizes(ctx: Context, name: string): Promise<number[]> {
  return ctx
    .range(1)
    .map(() => statSync(AtomicFiles.get(name)).size)
    .collect()
}

/** Where tasks that run at the same time find a file, and how long it is there. */
export function sentLengths(ctx: Context, name: string, tasks: number): Promise<[string, number][]> {
  return ctx
    .range(0, tasks, { partitions: tasks })
    .barrier()
    .mapPartitions((): [string, number][] => {
      const path = AtomicFiles.get(name)
      return [[path, readFileSync(path, 'utf8').length]]
    })
    .collect()
}

/** A task that writes so many lines. */
export function chatter(ctx: Context, lines: number): Promise<number> {
  return ctx
    .range(0, 1, { partitions: 1 })
    .map(() => {
      for (let i = 0; i < lines; i++) process.stdout.write(`line ${i}\n`)
      return lines
    })
    .sum()
}

/** Map tasks that each leave a text of a size to one reducer. Gives how many characters came. */
export function toOne(ctx: Context, maps: number, size: number): Promise<number> {
  return ctx
    .range(0, maps, { partitions: maps })
    .map((n): [number, string] => [n, String(n).padEnd(size, '.')])
    .partitionBy(1)
    .map(([, text]) => text.length)
    .sum()
}

/** How long texts of the driver's own are, in an action of many. */
export function lengthsOf(all: RDD<string>): Promise<number> {
  return all.map((text) => text.length).sum()
}

/** For each map task, which of them left something, and the sum of what each left: of a shuffle that is kept between calls. */
export function byMapTask(ctx: Context, tasks: number): RDD<[number, number]> {
  return ctx
    .range(0, tasks * 100, { partitions: tasks })
    .map((n): [number, number] => [n % 100, Math.floor(n / 100)])
    .partitionBy(2)
    .mapPartitions((pairs) => {
      const seen = new Map<number, number>()
      for (const [, task] of pairs) seen.set(task, (seen.get(task) ?? 0) + 1)
      return seen
    })
    .reduceByKey((a, b) => a + b, 1)
}

/** The last task of the first stage hangs where it is tried first: its copy does not. */
export function hangsFirst(ctx: Context, folder: string): Promise<[number, number][]> {
  return ctx
    .range(0, 6, { partitions: 6 })
    .map((n): [number, number] => {
      if (n === 5 && !existsSync(`${folder}/hung`)) {
        writeFileSync(`${folder}/hung`, '')
        for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
      }
      return [n % 2, n]
    })
    .reduceByKey((a, b) => a + b, 2)
    .collect()
}

/** A task that is busy for a time, in milliseconds, without a pause. */
export function busyFor(ctx: Context, time: number): Promise<number> {
  return ctx
    .range(0, 2, { partitions: 2 })
    .map((n) => {
      const end = performance.now() + time
      while (performance.now() < end) continue
      return n
    })
    .sum()
}
