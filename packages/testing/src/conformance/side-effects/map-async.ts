import type { Case } from '../case.ts'

// Calls end in another order than they begin: each waits a number of turns that depends on its record.
async function turns(n: number): Promise<void> {
  for (let i = 0; i < Math.abs(n) % 5; i++) await Promise.resolve()
}

/** @task */
async function slowSquare(n: number): Promise<number> {
  await turns(n)
  return n * n
}

export const cases: readonly Case[] = [
  {
    name: 'mapAsync keeps the order',
    of: ['mapAsync'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).mapAsync(slowSquare).collect(),
    expected: (input) => input.map((x) => x * x),
  },
  {
    name: 'mapAsync with a captured value, between fused steps',
    of: ['mapAsync'],
    over: 'numbers',
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
    of: ['mapAsync'],
    over: 'numbers',
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
    of: ['mapAsync'],
    over: 'numbers',
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
    of: ['mapAsync'],
    over: 'numbers',
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
    of: ['mapAsync'],
    over: 'numbers',
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
    of: ['mapAsync', 'unpersist'],
    over: 'numbers',
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
    of: ['flatMapAsync'],
    over: 'numbers',
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
    of: ['foreachAsync'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).foreachAsync(slowSquare),
    expected: () => undefined,
  },
  {
    name: 'mapAsync of pairs gives what came in',
    of: ['mapAsync'],
    over: 'pairs',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .mapAsync(async ([key, value]) => [value, key])
        .mapAsync(async ([value, key]) => [key, value])
        .collect(),
    expected: (input) => input,
  },
]
