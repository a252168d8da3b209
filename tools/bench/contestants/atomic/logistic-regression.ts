import type { Context } from '@atomic-ts/atomic'
import {
  addGradient,
  addVectors,
  descend,
  labelledPoint,
  noWeights,
  weightsAnswer,
} from '../../workloads/logistic-regression.ts'
import type { Problem } from '../../workloads/workload.ts'
import { measured, type Run } from '../serve.ts'

export async function logisticRegression(ctx: Context, { size, partitions }: Problem): Promise<Run> {
  const { points: count = 0, iterations = 0 } = size
  const points = ctx.range(0, count, { partitions }).map(labelledPoint).cache()
  await points.count()
  return measured({
    job: async () => {
      let weights = noWeights()
      for (let i = 0; i < iterations; i++) {
        const now = weights
        const gradient = await points.aggregate(
          noWeights(),
          (sum, point) => addGradient(sum, point, now),
          addVectors,
        )
        weights = descend(weights, gradient, count)
      }
      return weights
    },
    answer: weightsAnswer,
  })
}
