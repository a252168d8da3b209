import fc from 'fast-check'

/** Keys of every kind that operations by key accept, few enough to collide. */
export function anyKey(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(0, -0, 0.5, NaN, Infinity, 2 ** 40),
    fc.constantFrom('', 'a', '1', 'ä', '日本', 'null', 'toString', '__proto__'),
    fc.constantFrom<unknown>(null, undefined, true, false, 1n, -1n, 2n ** 70n),
    fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 2 })),
    fc.constantFrom(0, 1).map((ms) => new Date(ms)),
    fc.record(
      { x: fc.constantFrom(0, 1), y: fc.constantFrom('p', 'q') },
      { requiredKeys: ['x'], noNullPrototype: true },
    ),
  )
}

/** Values of every kind that can travel. */
export function anyValue(): fc.Arbitrary<unknown> {
  return fc.oneof(
    anyKey(),
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.array(fc.integer(), { maxLength: 4 }),
  )
}

/** Pairs with colliding keys; some keys far more often than others. */
export function anyPairs(): fc.Arbitrary<[unknown, unknown][]> {
  const skewed = fc.oneof(
    { weight: 2, arbitrary: fc.constant<unknown>('hot') },
    { weight: 3, arbitrary: anyKey() },
  )
  return fc.array(fc.tuple(skewed, anyValue()), { maxLength: 40 })
}
