import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { StatCounter } from './stat-counter.ts'

const numbers = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { maxLength: 30 })

test('a counter agrees with two passes over the numbers, whichever parts were counted apart', () => {
  fc.assert(
    fc.property(fc.array(numbers, { maxLength: 5 }), (parts) => {
      const all = parts.flat()
      const merged = new StatCounter()
      for (const part of parts) merged.merge(StatCounter.of(new StatCounter(part).parts()))
      const sum = all.reduce((a, b) => a + b, 0)
      const squares = all.reduce((total, x) => total + (x - sum / all.length) ** 2, 0)
      expect(merged.count).toBe(all.length)
      expect([merged.max, merged.min]).toEqual([Math.max(...all), Math.min(...all)])
      expectClose(merged.sum, sum)
      expectClose(merged.mean, sum / all.length)
      expectClose(merged.variance, squares / all.length)
      expectClose(merged.sampleVariance, all.length < 2 ? Number.NaN : squares / (all.length - 1))
    }),
  )
})

test('the variance of numbers far from zero keeps its digits', () => {
  const far = [4, 7, 13, 16].map((x) => x + 1e9)
  expect(new StatCounter(far).sampleVariance).toBe(30)
  const [a, b] = [new StatCounter(far.slice(0, 1)), new StatCounter(far.slice(1))]
  expect(a.merge(b).sampleVariance).toBe(30)
})

test('means stay finite where sums do not, and infinite where numbers are', () => {
  expect(new StatCounter([1e308, 1e308]).mean).toBe(1e308)
  expect(new StatCounter([1, Infinity, 2]).mean).toBe(Infinity)
  expect(new StatCounter([1]).merge(new StatCounter([Infinity])).mean).toBe(Infinity)
  expect(new StatCounter([1, Number.NaN]).max).toBe(Number.NaN)
})

test('a counter of nothing changes nothing, and says so', () => {
  expect(new StatCounter([1, 2]).merge(new StatCounter()).parts()).toEqual(new StatCounter([1, 2]).parts())
  expect(new StatCounter().merge(new StatCounter([1, 2])).parts()).toEqual(new StatCounter([1, 2]).parts())
  expect(new StatCounter().toString()).toBe(
    '(count: 0, mean: NaN, stdev: NaN, max: -Infinity, min: Infinity)',
  )
})

function expectClose(actual: number, expected: number): void {
  if (Number.isNaN(expected)) expect(actual).toBe(Number.NaN)
  else expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected), 1e6))
}
