import { expect, test } from 'vitest'
import { KeySampler } from './key-sampler.ts'

const fractions = [
  ['often', 0.5],
  ['rarely', 0.01],
  [['a', 1], 0.25],
] as const

test.each([
  ['often', 0.5],
  ['rarely', 0.01],
  [['a', 1], 0.25],
] as const)('a share of the pairs of %s is drawn', (key, fraction) => {
  const drawn = copies(key, { withReplacement: false })
  expect(new Set(drawn)).toEqual(new Set([0, 1]))
  expectAbout(drawn, fraction, fraction * (1 - fraction))
})

test.each([0.01, 0.5, 3, 100])(
  'with replacement, a pair is drawn %d times on average, as Poisson says',
  (mean) => {
    const sampling = { fractions: [['key', mean] as const], withReplacement: true, seed: 5 }
    const sampler = new KeySampler(sampling, 0)
    const drawn = Array.from({ length: n }, () => sampler.copies('key'))
    expectAbout(drawn, mean, mean)
    const square = drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n
    expect(square / mean).toBeCloseTo(1, 0)
  },
)

test('the same seed and partition draw the same; another seed or partition does not', () => {
  const draw = (seed: number, partition: number): string =>
    copies('often', { withReplacement: false, seed, partition }).slice(0, 64).join('')
  expect(draw(1, 0)).toBe(draw(1, 0))
  expect(new Set([draw(1, 0), draw(1, 1), draw(2, 0), draw(2, 1)]).size).toBe(4)
})

test('draw() gives exactly the fraction, rounded up, and every value its chance', () => {
  const values = Array.from({ length: 30 }, (_, i) => i)
  const times = values.map(() => 0)
  for (let seed = 0; seed < 2000; seed++) {
    const drawn = new KeySampler({ fractions: [['key', 0.1]], withReplacement: false, seed }, 0).draw(
      'key',
      values,
    )
    expect(drawn).toHaveLength(3)
    for (const i of drawn) times[i] = (times[i] ?? 0) + 1
  }
  // 200 each on average, with a standard deviation of 13.4.
  expect(Math.min(...times)).toBeGreaterThan(130)
  expect(Math.max(...times)).toBeLessThan(270)
})

test('a fraction of 0 draws nothing, of 1 everything, and a key without one is refused', () => {
  const sampler = new KeySampler(
    {
      fractions: [
        [0, 0],
        [1, 1],
      ],
      withReplacement: false,
      seed: 3,
    },
    0,
  )
  expect([sampler.draw(0, [1, 2, 3]), sampler.draw(1, [1, 2, 3])]).toEqual([[], [1, 2, 3]])
  expect(() => sampler.copies(2)).toThrow(expect.objectContaining({ code: 'ATOMIC2002' }))
})

const n = 20_000

function copies(key: unknown, { withReplacement = false, seed = 9, partition = 2 }): number[] {
  const sampler = new KeySampler({ fractions, withReplacement, seed }, partition)
  return Array.from({ length: n }, () => sampler.copies(key))
}

/** Within five standard deviations of the mean. */
function expectAbout(drawn: readonly number[], mean: number, variance: number): void {
  const found = drawn.reduce((sum, x) => sum + x, 0) / n
  expect(Math.abs(found - mean)).toBeLessThan(5 * Math.sqrt(variance / n))
}
