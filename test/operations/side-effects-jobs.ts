import { appendFileSync } from 'node:fs'
import { AtomicFiles, type CallOptions, type Context, type PipeOptions } from '@atomic-ts/atomic'

// What the calls of one thread know of each other.
const calls = (): { running: number; most: number; made: number } => {
  const scope = globalThis as { calls?: { running: number; most: number; made: number } }
  return (scope.calls ??= { running: 0, most: 0, made: 0 })
}

export function mostAtATime(ctx: Context, options: CallOptions): Promise<number[]> {
  return ctx
    .range(0, 50, { partitions: 1 })
    .mapAsync(async () => {
      const seen = calls()
      seen.most = Math.max(seen.most, ++seen.running)
      for (let i = 0; i < 10; i++) await Promise.resolve()
      seen.running--
      return seen.most
    }, options)
    .collect()
}

export function callsMade(ctx: Context): Promise<number> {
  return ctx
    .range(0, 1_000_000, { partitions: 1 })
    .mapAsync(async () => ++calls().made)
    .take(3)
    .then(() =>
      ctx
        .range(0, 1, { partitions: 1 })
        .map(() => calls().made)
        .first(),
    )
}

/** The calls that were made while the first one took its time. */
export async function madeMeanwhile(ctx: Context, concurrency: number): Promise<number> {
  const [made = 0] = await ctx
    .range(0, 1000, { partitions: 1 })
    .mapAsync(
      async (n) => {
        calls().made++
        const before = calls().made
        const turns = n === 0 ? 50 : 0
        for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve))
        return calls().made - before
      },
      { concurrency },
    )
    .take(1)
  return made
}

/** The call for 0 ends when that for 1 has. */
export function lastFirst(ctx: Context, ordered: boolean): Promise<number[]> {
  return ctx
    .range(0, 2, { partitions: 1 })
    .mapAsync(
      (n) => {
        const gate = globalThis as { open?: () => void }
        if (n === 0) return new Promise<number>((resolve) => (gate.open = () => resolve(n)))
        setImmediate(() => gate.open?.())
        return Promise.resolve(n)
      },
      { ordered, concurrency: 2 },
    )
    .collect()
}

export function failingCalls(ctx: Context, log: string, retries: number): Promise<number[]> {
  return ctx
    .range(0, 4, { partitions: 2 })
    .mapAsync(
      async (n, { attempt }) => {
        if (n !== 2) return n
        appendFileSync(log, `${attempt}\n`)
        throw new RangeError('no answer for 2')
      },
      { retries, backoff: 1 },
    )
    .collect()
}

export function throwsNoError(ctx: Context): Promise<unknown[]> {
  return ctx
    .range(1)
    .mapAsync((): Promise<never> => Promise.reject('just text'), { retries: 1, backoff: 0 })
    .collect()
}

export function hangs(ctx: Context, log: string, options: CallOptions): Promise<unknown[]> {
  return ctx
    .parallelize([{ id: 7, text: 'x'.repeat(200) }], 1)
    .mapAsync((_record, { signal }) => {
      appendFileSync(log, 'called\n')
      signal.addEventListener('abort', () => appendFileSync(log, 'aborted\n'))
      return new Promise<never>(() => undefined)
    }, options)
    .collect()
}

export function startTimes(ctx: Context, rateLimit: number): Promise<number[]> {
  return ctx
    .range(0, 25, { partitions: 2 })
    .mapAsync(async () => performance.timeOrigin + performance.now(), { rateLimit })
    .collect()
}

export async function loggedForeach(ctx: Context, log: string): Promise<void> {
  await ctx.range(0, 20, { partitions: 3 }).foreachAsync(async (n) => appendFileSync(log, `${n}\n`))
}

export function notIterable(ctx: Context): Promise<unknown[]> {
  // A type would have refused it.
  const wrong = (n: number) => n as unknown as number[]
  return ctx
    .range(1)
    .flatMapAsync((n) => wrong(n))
    .collect()
}

export function asyncMap(ctx: Context): Promise<unknown[]> {
  return ctx
    .range(1)
    .map(async (n) => n)
    .collect()
}

export function asyncForeach(ctx: Context): Promise<void> {
  // oxlint-disable-next-line typescript/no-misused-promises -- what the test is about
  return ctx.range(1).foreach(async (n) => void n)
}

export function promiseOf(ctx: Context): Promise<unknown[]> {
  return ctx
    .range(1)
    .map((n) => Promise.resolve(n))
    .collect()
}

export function piped(
  ctx: Context,
  command: string | readonly string[],
  options: PipeOptions<number> = {},
  records = 10,
): Promise<string[]> {
  return ctx.range(0, records, { partitions: 2 }).pipe(command, options).collect()
}

export function pipedText(ctx: Context, lines: string[], encoding: PipeOptions<string>['encoding']) {
  return ctx
    .parallelize(lines, 1)
    .pipe(['cat'], encoding ? { encoding } : {})
    .collect()
}

export function failsBeforePipe(ctx: Context): Promise<string[]> {
  return ctx
    .range(0, 100_000, { partitions: 1 })
    .map((n) => {
      if (n === 70_000) throw new RangeError('no line for 70000')
      return n
    })
    .pipe(['cat'])
    .collect()
}

export function pipedThrough(ctx: Context, name: string): Promise<string[]> {
  return ctx
    .range(0, 3, { partitions: 2 })
    .pipe([AtomicFiles.get(name), '!'])
    .collect()
}

export function foundInTasks(ctx: Context, name: string): Promise<[string, string][]> {
  return ctx
    .range(0, 1, { partitions: 1 })
    .map(() => [AtomicFiles.get(name), AtomicFiles.getRootDirectory()])
    .collect()
}

export function linkedFiles(ctx: Context): Promise<string[]> {
  return ctx
    .range(0, 1, { partitions: 1 })
    .pipe(['sh', '-c', 'ls; pwd'], { separateWorkingDirectory: true })
    .collect()
}
