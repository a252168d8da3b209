import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'broadcast, read by two stages and again after unpersist',
    of: ['broadcast'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const names = ctx.broadcast(new Map(input.map((x) => [x, { name: `n${x}` }])))
      const named = ctx.parallelize(input, n).map((x) => names.value.get(x)?.name ?? 'none')
      const first = await named.collect()
      names.unpersist()
      const second = named.distinct().filter((name) => [...names.value.values()].some((v) => v.name === name))
      return [first, (await second.collect()).toSorted()]
    },
    expected(input) {
      const named = input.map((x) => `n${x}`)
      return [named, [...new Set(named)].toSorted()]
    },
  },
]
