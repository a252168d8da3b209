import { expect, test } from 'vitest'
import { normalFactor, poissonQuantile, studentFactor } from './quantiles.ts'

// The expected values are those of printed tables.

test.each([
  [0.9, 1.644854],
  [0.95, 1.959964],
  [0.99, 2.575829],
  [0, 0],
])('%f of the normal distribution is within %f standard deviations', (confidence, factor) => {
  expect(normalFactor(confidence)).toBeCloseTo(factor, 5)
})

test.each([
  [1, 12.706205],
  [2, 4.302653],
  [3, 3.182446],
  [4, 2.776445],
  [10, 2.228139],
  [29, 2.04523],
  [30, 2.042272],
  [60, 2.000298],
  [1000, 1.959964],
])('95 %% of Student t of %i degrees is within %f', (degrees, factor) => {
  expect(studentFactor(0.95, degrees)).toBeCloseTo(factor, 5)
})

test('nothing but infinity is certain', () => {
  expect([normalFactor(1), studentFactor(1, 3), poissonQuantile(3, 1)]).toEqual([
    Infinity,
    Infinity,
    Infinity,
  ])
})

test.each([
  [0.5, 0.5, 0],
  [1, 0.95, 3],
  [10, 0.025, 4],
  [10, 0.975, 17],
  [100, 0.025, 81],
  [100, 0.975, 120],
  [10, 0, 0],
])('a Poisson count of mean %f is with probability %f at most %i', (mean, probability, count) => {
  expect(poissonQuantile(mean, probability)).toBe(count)
})

test('large Poisson means join small ones without a step', () => {
  for (const probability of [0.005, 0.025, 0.5, 0.975, 0.995]) {
    const [below, above] = [poissonQuantile(499.9, probability), poissonQuantile(500.1, probability)]
    expect(Math.abs(above - below)).toBeLessThanOrEqual(1)
  }
})
