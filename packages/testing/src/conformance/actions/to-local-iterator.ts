import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'toLocalIterator',
    of: ['toLocalIterator'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => gather(ctx.parallelize(input, n).toLocalIterator()),
    expected: (input) => input,
  },
  {
    name: 'toLocalIterator, reading ahead',
    of: ['toLocalIterator'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      gather(
        ctx
          .parallelize(input, n)
          .map((x) => x * 2)
          .toLocalIterator({ prefetch: true }),
      ),
    expected: (input) => input.map((x) => x * 2),
  },
]

async function gather<T>(records: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const record of records) all.push(record)
  return all
}
