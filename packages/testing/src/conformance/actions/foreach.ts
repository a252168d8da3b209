import type { Case } from '../case.ts'

/** @task */
function noted(records: Iterable<number>): void {
  for (const n of records) void n
}

/** @task */
function seen(n: number): void {
  void n
}

export const cases: readonly Case[] = [
  {
    name: 'foreachPartition and foreachPartitionTask give nothing',
    of: ['foreachPartition', 'foreachPartitionTask'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const rdd = ctx.parallelize(input, n)
      return [
        await rdd.foreachPartition((records) => {
          for (const record of records) void record
        }),
        await rdd.foreachPartitionTask(noted),
      ]
    },
    expected: () => [undefined, undefined],
  },
  {
    name: 'foreachTask gives nothing',
    of: ['foreachTask'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).foreachTask(seen),
    expected: () => undefined,
  },
]
