import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'range',
    of: ['range'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .range(-input.length, 2 * input.length, { step: 3, partitions: n })
        .map((x) => x)
        .collect(),
    expected: (input) => Array.from({ length: input.length }, (_, i) => -input.length + 3 * i),
  },
  {
    name: 'range, counting down, beyond 32 bits',
    of: ['range'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.range(2 ** 33 + input.length, 2 ** 33, { step: -1, partitions: n }).collect(),
    expected: (input) => Array.from({ length: input.length }, (_, i) => 2 ** 33 + input.length - i),
  },
]
