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
]
