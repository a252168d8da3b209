import fc from 'fast-check'

/**
 * Keys of every kind that operations by key accept, few enough to collide.
 * @example
 * import { anyKey } from '@atomic-ts/testing'
 * import fc from 'fast-check'
 *
 * fc.sample(anyKey(), 20).length // => 20
 */
export function anyKey(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(0, -0, 0.5, NaN, Infinity, 2 ** 40),
    fc.constantFrom('', 'a', '1', 'ä', '日本', 'null', 'toString', '__proto__'),
    // One letter in two normal forms, a pair of surrogates, and one that is alone.
    fc.constantFrom('\u00e9', 'e\u0301', '\u{1f600}', '\ud83d'),
    fc.constantFrom<unknown>(null, undefined, true, false, 1n, -1n, 2n ** 70n),
    fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 2 })),
    fc.constantFrom(0, 1).map((ms) => new Date(ms)),
    fc.record(
      { x: fc.constantFrom(0, 1), y: fc.constantFrom('p', 'q') },
      { requiredKeys: ['x'], noNullPrototype: true },
    ),
  )
}

/**
 * Values of every kind that can travel.
 * @example
 * import { anyValue } from '@atomic-ts/testing'
 * import fc from 'fast-check'
 *
 * await fc.assert(
 *   fc.asyncProperty(fc.array(anyValue()), async (values) => (await ctx.parallelize(values).count()) === values.length),
 *   { numRuns: 5 },
 * ) // => undefined
 */
export function anyValue(): fc.Arbitrary<unknown> {
  return fc.oneof(
    anyKey(),
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.array(fc.integer(), { maxLength: 4 }),
  )
}

/**
 * Pairs with colliding keys; some keys far more often than others.
 * @example
 * import { anyPairs, groupByKey } from '@atomic-ts/testing'
 * import fc from 'fast-check'
 *
 * await fc.assert(
 *   fc.asyncProperty(anyPairs(), async (pairs) => {
 *     return (await ctx.parallelize(pairs).groupByKey().count()) === groupByKey(pairs).length
 *   }),
 *   { numRuns: 5 },
 * ) // => undefined
 */
export function anyPairs(): fc.Arbitrary<[unknown, unknown][]> {
  const skewed = fc.oneof(
    { weight: 2, arbitrary: fc.constant<unknown>('hot') },
    { weight: 3, arbitrary: anyKey() },
  )
  return fc.array(fc.tuple(skewed, anyValue()), { maxLength: 40 })
}
