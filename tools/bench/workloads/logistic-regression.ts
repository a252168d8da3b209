import { noise } from './random.ts'
import type { Answer, Workload } from './workload.ts'

const features = 10

/** Gradient descent over points that stay in memory: the cache, and a small result from every iteration. */
export const logisticRegression: Workload = {
  name: 'logistic-regression',
  title: ({ points = 0, iterations = 0 }) =>
    `logistic regression: ${iterations} iterations, ${((points * (features + 1) * 8) / 1e6).toFixed(0)} MB of cached points`,
  size: (scale) => ({ points: Math.round(1_000_000 * scale), iterations: 10 }),
  write: () => ({}),
}

/** A gigabyte of points, as in the published benchmark of skale. */
export const logisticRegressionLarge: Workload = {
  ...logisticRegression,
  name: 'large-logistic-regression',
  size: (scale) => logisticRegression.size(12 * scale),
}

/** A point: its label, 0 or 1, then its features. */
export function labelledPoint(index: number): number[] {
  const point = [0]
  let sum = 0
  for (let i = 1; i <= features; i++) {
    const x = noise(index * features + i)
    point.push(x)
    sum += i % 2 === 0 ? x : -x
  }
  point[0] = sum > 0 ? 1 : 0
  return point
}

/** Adds what a point says of how to turn the weights. */
export function addGradient(sum: number[], point: readonly number[], weights: readonly number[]): number[] {
  let dot = 0
  for (let i = 0; i < weights.length; i++) dot += (weights[i] ?? 0) * (point[i + 1] ?? 0)
  const miss = 1 / (1 + Math.exp(-dot)) - (point[0] ?? 0)
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + miss * (point[i + 1] ?? 0)
  return sum
}

export function addVectors(sum: number[], more: readonly number[]): number[] {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (more[i] ?? 0)
  return sum
}

export function noWeights(): number[] {
  return Array.from({ length: features }, () => 0)
}

/** A step against the gradient. */
export function descend(weights: readonly number[], gradient: readonly number[], points: number): number[] {
  return weights.map((weight, i) => weight - (10 * (gradient[i] ?? 0)) / points)
}

export function weightsAnswer(weights: readonly number[]): Answer {
  return Object.fromEntries(weights.map((weight, i) => [`w${i}`, weight]))
}
