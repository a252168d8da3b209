import { expect, test } from 'vitest'
import { DistinctSketch, precisionFor } from './distinct-sketch.ts'

test.each([0, 1, 10, 1000, 50_000, 300_000])('counts %d numbers within four standard deviations', (n) => {
  const sketch = new DistinctSketch(precisionFor(0.01))
  for (let i = 0; i < n; i++) sketch.add(i)
  for (let i = 0; i < n; i += 3) sketch.add(i)
  expect(Math.abs(sketch.estimate() - n)).toBeLessThanOrEqual(0.04 * n)
})

test('counts values of every kind by their value', () => {
  const sketch = new DistinctSketch(precisionFor(0.01))
  const values = [1, '1', 1n, null, undefined, NaN, true, new Date(1), ['a', 1], { x: 1 }]
  for (let i = 0; i < 50; i++) for (const value of structuredClone(values)) sketch.add(value)
  expect(sketch.estimate()).toBe(values.length)
})

test('merged sketches are the sketch of everything', () => {
  const [left, right, all] = [12, 12, 12].map((precision) => new DistinctSketch(precision))
  for (let i = 0; i < 5000; i++) {
    all?.add(`word ${i}`)
    if (i < 3000) left?.add(`word ${i}`)
    if (i > 1000) right?.add(`word ${i}`)
  }
  const merged = left?.merge(right?.registers ?? new Uint8Array())
  expect(merged?.registers).toEqual(all?.registers)
  expect(merged?.estimate()).toBe(all?.estimate())
})

test('accuracy asks for registers as Spark does, between 16 and 2^18', () => {
  expect([0.9, 0.39, 0.05, 0.01, 0.0021].map(precisionFor)).toEqual([4, 4, 9, 14, 18])
})

test('the errors of many sketches are as great as promised', () => {
  const relativeSD = 0.05
  const errors = Array.from({ length: 60 }, (_, run) => {
    const sketch = new DistinctSketch(precisionFor(relativeSD))
    for (let i = 0; i < 5000; i++) sketch.add(`${run}:${i}`)
    return sketch.estimate() / 5000 - 1
  })
  const mean = errors.reduce((a, b) => a + b, 0) / errors.length
  const deviation = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length)
  expect(Math.abs(mean)).toBeLessThan((4 * relativeSD) / Math.sqrt(errors.length))
  expect(deviation).toBeLessThan(1.3 * relativeSD)
  expect(deviation).toBeGreaterThan(0.5 * relativeSD)
})
