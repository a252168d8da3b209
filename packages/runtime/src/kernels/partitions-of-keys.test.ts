import { rangeOf } from '@atomic-ts/core/internal'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { numberColumn } from '../columns/column.ts'
import { partitionsOfKeys } from './partitions-of-keys.ts'

const edge = fc.constantFrom(
  ...[0, -0, 5e-324, 1, 1.5, 1024, 1025, 2 ** 31, 1e300, 1e308, Number.MAX_VALUE, Infinity].flatMap((x) => [
    x,
    -x,
  ]),
)
const near = fc
  .tuple(edge, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([x, part]) => (part === 0 ? x : x * part))
const bound = fc.oneof(edge, near, fc.double({ noNaN: true }))
const key = fc.oneof(edge, near, fc.double())

it('finds the ranges of numbers as a comparison with each bound does', () => {
  fc.assert(
    fc.property(
      fc.array(bound, { maxLength: 6 }),
      fc.array(key, { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      (unordered, keys, ascending) => {
        const bounds = unordered.toSorted((a, b) => a - b)
        const targets = partitionsOfKeys(numberColumn(Float64Array.from(keys)), {
          ...{ by: 'range', partitions: bounds.length + 1 },
          ...{ bounds, ascending },
        })
        expect([...targets]).toEqual(keys.map((each) => rangeOf(each, bounds, ascending)))
      },
    ),
    { numRuns: 3000 },
  )
})
