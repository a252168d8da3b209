import { KeyMap } from '@atomic-ts/core/internal'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isColumn, type Rows } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { columnOfPairs, keys, pairsOf, type Pairs } from '../kernels/generated-pairs.ts'
import { combineByKey } from './combine-by-key.ts'
import type { JoinKind } from './join-kinds.ts'
import type { DiskEnv } from './on-disk/cut-by-key.ts'

const joins: readonly JoinKind[] = [
  ...[false, true].flatMap((left) => [false, true].map((right) => ({ kind: 'pairs', left, right }) as const)),
  { kind: 'subtract' },
  { kind: 'commonKeys' },
]
const anySides = (most: number): fc.Arbitrary<Pairs[]> =>
  fc
    .constantFrom(...keys, fc.oneof(...keys))
    .chain((key) => fc.array(pairsOf(key), { minLength: 2, maxLength: most }))

test('a join of columns gives what the arrays say, keys as they are first seen', () => {
  fc.assert(
    fc.property(anySides(2), fc.constantFrom(...joins), fc.boolean(), (sides, join, isMixed) => {
      expect(combined(sides, join, isMixed)).toEqual(joinOfArrays(sides, join))
    }),
    { numRuns: 1500 },
  )
})

test('a cogroup of any number of columns gives what the arrays say', () => {
  fc.assert(
    fc.property(anySides(4), fc.boolean(), (sides, isMixed) => {
      expect(combined(sides, undefined, isMixed)).toEqual(groupsOfArrays(sides))
    }),
    { numRuns: 700 },
  )
})

test('common kinds of keys stay in columns, also when a side has no records', () => {
  for (const key of [1, 1.5, 'a', null, ['a', 1]]) {
    const some: Pairs = [[key, 1]]
    for (const sides of [
      [some, some],
      [some, []],
      [[], some],
    ]) {
      for (const join of [...joins, undefined]) {
        for (const rows of recordsOf(sides, join, false)) expect(isColumn(rows)).toBe(true)
      }
    }
  }
})

test('batches of an outer join that have no missing value stay numbers', () => {
  const left: Pairs = Array.from({ length: 100 }, (_, i) => [i, i])
  const [whole] = recordsOf([left, left], { kind: 'pairs', left: true, right: true }, false)
  expect(whole).toMatchObject({
    columns: [{ kind: 'numbers' }, { columns: [{ kind: 'numbers' }, { kind: 'numbers' }] }],
  })
})

function combined(sides: readonly Pairs[], join: JoinKind | undefined, isMixed: boolean): unknown[] {
  return recordsOf(sides, join, isMixed).flatMap((rows) => (isColumn(rows) ? rowsOf(rows) : rows))
}

/** As columns; or the first one as records. */
function recordsOf(sides: readonly Pairs[], join: JoinKind | undefined, isMixed: boolean): Rows[] {
  const inputs = sides.map((side, i) => (isMixed && i === 0 ? side : columnOfPairs(side)))
  return [...combineByKey(inputs, join, {} as DiskEnv)]
}

function joinOfArrays(sides: readonly Pairs[], join: JoinKind): unknown[] {
  return groupsOfArrays(sides).flatMap(([key, [lefts = [], rights = []]]): unknown[] => {
    switch (join.kind) {
      case 'pairs': {
        const others = rights.length === 0 && join.right ? [undefined] : rights
        const ones = lefts.length === 0 && join.left ? [undefined] : lefts
        return ones.flatMap((left) => others.map((right) => [key, [left, right]]))
      }
      case 'subtract':
        return rights.length === 0 ? lefts.map((left) => [key, left]) : []
      case 'commonKeys':
        return lefts.length > 0 && rights.length > 0 ? [key] : []
    }
  })
}

function groupsOfArrays(sides: readonly Pairs[]): [unknown, unknown[][]][] {
  const groups = new KeyMap<unknown[][]>()
  for (const [i, pairs] of sides.entries()) {
    for (const [key, value] of pairs) {
      const cell =
        groups.find(key) ??
        groups.set(
          key,
          sides.map(() => []),
        )
      cell.value[i]?.push(value)
    }
  }
  return groups.pairs()
}
