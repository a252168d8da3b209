import {
  addGradient,
  descend,
  labelledPoint,
  noWeights,
  weightsAnswer,
} from '../../workloads/logistic-regression.ts'
import type { Problem } from '../../workloads/workload.ts'
import { measured, type Run } from '../serve.ts'

export function logisticRegression({ size }: Problem): Run {
  const { points: count = 0, iterations = 0 } = size
  const points = Array.from({ length: count }, (_, i) => labelledPoint(i))
  return measured({
    job: () => {
      let weights = noWeights()
      for (let i = 0; i < iterations; i++) {
        const gradient = noWeights()
        for (const point of points) addGradient(gradient, point, weights)
        weights = descend(weights, gradient, count)
      }
      return weights
    },
    answer: weightsAnswer,
  })
}
