import { BarrierTaskContext } from '@atomic-ts/runtime'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'barrier mapPartitionsWithIndex: every task hears of every other, after a shuffle too',
    of: ['barrier'],
    over: 'numbers',
    order: 'ordered',
    run(ctx, input, n) {
      // A barrier stage needs a slot for each of its tasks.
      const tasks = Math.min(n, ctx.defaultParallelism)
      return ctx
        .parallelize(input, n)
        .repartition(tasks)
        .barrier()
        .mapPartitionsWithIndex(async (index, records) => {
          const own = [...records].length
          const all = await BarrierTaskContext.get().allGather(own)
          return [[all[index] === own, all.reduce((a, b) => a + b, 0)]]
        })
        .distinct(1)
        .collect()
    },
    expected: (input) => [[true, input.length]],
  },
  {
    name: 'barrier mapPartitions with an async generator keeps records and their order',
    of: ['barrier'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, Math.min(n, ctx.defaultParallelism))
        .map((x) => x + 1)
        .barrier()
        .mapPartitions(async function* (records) {
          await BarrierTaskContext.get().barrier()
          for (const record of records) yield record * 2
        })
        .filter((x) => x > 0)
        .collect(),
    expected: (input) => input.map((x) => (x + 1) * 2).filter((x) => x > 0),
  },
]
