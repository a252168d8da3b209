import type { Case } from './run-cases.ts'

// Calls end in another order than they begin: each waits a number of turns that depends on its record.
async function turns(n: number): Promise<void> {
  for (let i = 0; i < Math.abs(n) % 5; i++) await Promise.resolve()
}

/** @task */
export async function slowSquare(n: number): Promise<number> {
  await turns(n)
  return n * n
}

/** Programs over small integers. */
export const numberCases: readonly Case<number>[] = [
  {
    name: 'mapAsync keeps the order',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).mapAsync(slowSquare).collect(),
    expected: (input) => input.map((x) => x * x),
  },
  {
    name: 'mapAsync with a captured value, between fused steps',
    order: 'ordered',
    run(ctx, input, n) {
      const offset = input.length
      return ctx
        .parallelize(input, n)
        .filter((x) => x > -5)
        .mapAsync(async (x) => [x, (await slowSquare(x)) + offset], { concurrency: 3 })
        .mapValues((x) => x + 1)
        .collect()
    },
    expected: (input) => input.filter((x) => x > -5).map((x) => [x, x * x + input.length + 1]),
  },
  {
    name: 'mapAsync, unordered, of a range',
    order: 'any',
    run: (ctx, input, n) =>
      ctx
        .range(0, 3 * input.length, { partitions: n })
        .mapAsync(slowSquare, { ordered: false, concurrency: 2 })
        .collect(),
    expected: (input) => Array.from({ length: 3 * input.length }, (_, x) => x * x),
  },
  {
    name: 'mapAsync one after the other, with retries that succeed',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .mapAsync(
          async (x, { attempt }) => {
            if (attempt < Math.abs(x) % 3) throw new TypeError(`not yet ${x}`)
            return [x, attempt]
          },
          { concurrency: 1, retries: 2, backoff: 0 },
        )
        .collect(),
    expected: (input) => input.map((x) => [x, Math.abs(x) % 3]),
  },
  {
    name: 'mapAsync before and after a shuffle, twice in a row, and take',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .mapAsync(slowSquare)
        .mapAsync(async (x) => [x, 1])
        .reduceByKey((a, b) => a + b)
        .sortByKey()
        .mapAsync(async ([x, count]) => `${x}: ${count}`)
        .take(4),
    expected: (input) => {
      const squares = input.map((x) => x * x)
      return [...new Set(squares)]
        .toSorted((a, b) => a - b)
        .map((x) => `${x}: ${squares.filter((y) => y === x).length}`)
        .slice(0, 4)
    },
  },
  {
    name: 'mapAsync and mapPartitions',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .mapAsync(slowSquare)
        .mapPartitions((records) => [...records].map((x) => x + 1))
        .mapAsync(slowSquare)
        .collect(),
    expected: (input) => input.map((x) => (x * x + 1) ** 2),
  },
  {
    name: 'mapAsync, cached',
    order: 'ordered',
    async run(ctx, input, n) {
      const squares = ctx.parallelize(input, n).mapAsync(slowSquare).cache()
      const first = await squares.collect()
      const again = await squares.collect()
      squares.unpersist()
      return [first, again]
    },
    expected: (input) => [input.map((x) => x * x), input.map((x) => x * x)],
  },
  {
    name: 'flatMapAsync with generators, empty and long results',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .flatMapAsync(async (x) => {
          await Promise.resolve()
          return new Set(Array.from({ length: Math.max(0, x) }, (_, i) => i))
        })
        .collect(),
    expected: (input) => input.flatMap((x) => Array.from({ length: Math.max(0, x) }, (_, i) => i)),
  },
  {
    name: 'foreachAsync gives nothing',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).foreachAsync(slowSquare),
    expected: () => undefined,
  },
  {
    name: 'pipe through cat',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).pipe('  cat  -u ').collect(),
    expected: (input) => input.map(String),
  },
  {
    name: 'pipe through sort, with a header and lines of our own',
    order: 'ordered',
    run(ctx, input, n) {
      const title = `${input.length} records`
      return ctx
        .parallelize(input, n)
        .pipe(['cat'], {
          writeHeader: (write) => write(title),
          writeRecord(x, write) {
            for (let i = 0; i < x; i++) write(`${x}.${i}`)
          },
        })
        .collect()
    },
    expected: (input, n) =>
      slices(input, n).flatMap((rows) => [
        `${input.length} records`,
        ...rows.flatMap((x) => Array.from({ length: Math.max(0, x) }, (_, i) => `${x}.${i}`)),
      ]),
  },
  {
    name: 'pipe runs its program for empty partitions too',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .pipe(['wc', '-l'])
        .map((line) => Number(line))
        .collect(),
    expected: (input, n) => slices(input, n).map((rows) => rows.length),
  },
]

/** Programs over pairs with keys and values of every kind. */
export const pairCases: readonly Case<[unknown, unknown]>[] = [
  {
    name: 'mapAsync of pairs gives what came in',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .mapAsync(async ([key, value]) => [value, key])
        .mapAsync(async ([value, key]) => [key, value])
        .collect(),
    expected: (input) => input,
  },
  {
    name: 'pipe writes JSON, which no encoding changes',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .map(([key]) => JSON.stringify(String(key)))
        .pipe(['cat'])
        .pipe(['cat'], { encoding: 'utf16le' })
        .map((line) => JSON.parse(line) as string)
        .collect(),
    expected: (input) => input.map(([key]) => JSON.parse(JSON.stringify(String(key))) as unknown),
  },
]

function slices<T>(rows: readonly T[], n: number): T[][] {
  return Array.from({ length: n }, (_, i) =>
    rows.slice(Math.floor((i * rows.length) / n), Math.floor(((i + 1) * rows.length) / n)),
  )
}
