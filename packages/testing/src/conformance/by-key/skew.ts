import { counted, skewed } from './oracle.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'a key that nine in ten records have',
    of: ['countByKey', 'foldByKey', 'join', 'lookup'],
    over: 'numbers',
    order: 'any',
    async run(ctx, input, n) {
      const pairs = ctx.parallelize(skewed(input.length), n)
      const counts = await pairs.countByKey()
      const joined = await pairs
        .mapValues(() => 1)
        .foldByKey(0, (a, b) => a + b)
        .join(pairs)
        .count()
      return [...counts, joined, await pairs.lookup('hot')]
    },
    expected(input) {
      const pairs = skewed(input.length)
      const hot = pairs.filter(([key]) => key === 'hot').map(([, i]) => i)
      return [...counted(pairs), pairs.length, hot]
    },
  },
]
