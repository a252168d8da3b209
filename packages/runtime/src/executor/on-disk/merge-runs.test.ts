import { sortPairs } from '@atomic-ts/core/internal'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeColumn, encodeInMemory } from '../../codec/chunk.ts'
import type { Rows } from '../../columns/column.ts'
import { rowsOf } from '../../columns/rows-of.ts'
import { keys, pairsOf, type Pairs } from '../../kernels/generated-pairs.ts'
import { mergeRuns } from './merge-runs.ts'

const alike = fc.constantFrom(...keys).chain((key) => fc.array(pairsOf(key), { maxLength: 5 }))
const ofKinds = fc.array(
  fc.constantFrom(...keys).chain((key) => pairsOf(key)),
  { maxLength: 5 },
)

test('sorted runs become one, in which equal keys come in the order of their runs', () => {
  fc.assert(
    fc.property(
      fc.oneof(alike, ofKinds),
      fc.integer({ min: 1, max: 20 }),
      fc.boolean(),
      (all, size, ascending) => {
        const runs = all.map((pairs) => sorted(pairs, ascending))
        const merged = [
          ...mergeRuns(
            runs.map((run) => blocksOf(run, size)),
            ascending,
          ),
        ]
        expect(merged.flatMap((column) => rowsOf(column))).toEqual(sorted(runs.flat(), ascending))
      },
    ),
    { numRuns: 2000 },
  )
})

test('no chunk of a merge has more records than the blocks that are read at a time', () => {
  const run = Array.from({ length: 1000 }, (_, i): [number, string] => [Math.floor(i / 100), `${i}`])
  const sizes = [...mergeRuns([blocksOf(run, 10), blocksOf(run, 10)], true)].map(({ length }) => length)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(20)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(2000)
})

function sorted(pairs: Pairs, ascending: boolean): Pairs {
  const copy = [...pairs]
  sortPairs(copy, ascending)
  return copy
}

/** Every other block as it is, the others as they lie in a file. */
function* blocksOf(pairs: Pairs, size: number): Iterable<Rows> {
  for (let from = 0; from < pairs.length; from += size) {
    const block = pairs.slice(from, from + size)
    yield from % (2 * size) === 0 ? decodeColumn(encodeInMemory(block)) : block
  }
}
