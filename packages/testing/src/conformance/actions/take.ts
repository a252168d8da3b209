import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'take',
    of: ['take'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .flatMap((x) => [x, x])
        .take(5),
    expected: (input) => input.flatMap((x) => [x, x]).slice(0, 5),
  },
  {
    name: 'take(0)',
    of: ['take'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).take(0),
    expected: () => [],
  },
  {
    name: 'first, of an RDD with a record at the end',
    of: ['first'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize([...input, 99], n)
        .filter((x) => x === 99)
        .first(),
    expected: () => 99,
  },
  {
    name: 'isEmpty',
    of: ['isEmpty'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .filter((x) => x > 5)
        .isEmpty(),
    expected: (input) => !input.some((x) => x > 5),
  },
  {
    name: 'take of more than there are',
    of: ['take'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).take(1000),
    expected: (input) => input,
  },
]
