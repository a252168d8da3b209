import { TaskContext } from '@atomic-ts/runtime'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'TaskContext',
    of: ['withLocalProperty', 'TaskContext'],
    over: 'numbers',
    order: 'ordered',
    run(ctx, input, n) {
      return ctx.withLocalProperty('unit', 'mm', () =>
        ctx
          .parallelize(input, n)
          .mapPartitions(() => {
            const { partitionId, numPartitions, stageId, attemptNumber } = TaskContext.get()
            const unit = TaskContext.get().getLocalProperty('unit')
            return [
              {
                partitionId,
                numPartitions,
                stageId,
                attemptNumber,
                unit,
                other: TaskContext.get().isInterrupted(),
              },
            ]
          })
          .collect(),
      )
    },
    expected: (_input, n) =>
      Array.from({ length: n }, (_, partitionId) => ({
        ...{ partitionId, numPartitions: n, stageId: 0, attemptNumber: 0, unit: 'mm', other: false },
      })),
  },
  {
    name: 'taskMetrics: a task reads what its partition holds, and the shuffle brings all that was written',
    of: ['TaskContext', 'listen'],
    over: 'numbers',
    order: 'ordered',
    async run(ctx, input, n) {
      const written: number[] = []
      const end = ctx.listen((event) => {
        if (event.kind === 'taskFinished') written.push(event.metrics.shuffleWriteMetrics.recordsWritten)
      })
      const told = await ctx
        .parallelize(input, n)
        .repartition(1)
        .mapPartitions((records) => {
          const size = [...records].length
          const { shuffleReadMetrics } = TaskContext.get().taskMetrics()
          return [[size, shuffleReadMetrics.recordsRead]]
        })
        .collect()
      end()
      return [...told, written.reduce((sum, records) => sum + records, 0)]
    },
    expected: (input) => [[input.length, input.length], input.length],
  },
]
