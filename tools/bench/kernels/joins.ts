import { decodeColumn, encodeChunk } from '../../../packages/runtime/src/codec/chunk.ts'
import { cogroupColumns, subtractColumns } from '../../../packages/runtime/src/kernels/cogroup-columns.ts'
import { joinColumns } from '../../../packages/runtime/src/kernels/join-columns.ts'
import { numberPairs, wordPairs } from './records.ts'

type Pairs = readonly (readonly [unknown, number])[]

/** Joins of two sides, as columns; beside them what one would write with a `Map` and arrays. */
export const joins: Readonly<Record<string, () => unknown>> = Object.fromEntries(
  Object.entries({ number: halves(numberPairs), string: halves(wordPairs.slice(0, 20_000)) }).flatMap(
    ([key, [lefts, rights]]) => {
      const [left, right] = [decodeColumn(encodeChunk(lefts)), decodeColumn(encodeChunk(rights))]
      const outer = { left: false, right: true }
      return [
        [`left outer join by ${key}: columns`, () => [...(joinColumns(left, right, outer) ?? [])]],
        [`left outer join by ${key}: Map`, () => leftOuterJoin(lefts, rights)],
        [`subtract by ${key}: columns`, () => subtractColumns(left, right)],
        [`subtract by ${key}: Set`, () => subtract(lefts, rights)],
        [`cogroup by ${key}: columns`, () => cogroupColumns([left, right])],
        [`cogroup by ${key}: Map`, () => cogroup(lefts, rights)],
      ]
    },
  ),
)

function halves(pairs: Pairs): [Pairs, Pairs] {
  return [pairs.slice(0, pairs.length / 2), pairs.slice(pairs.length / 2)]
}

function leftOuterJoin(lefts: Pairs, rights: Pairs): unknown[] {
  const byKey = new Map<unknown, number[]>()
  for (const [key, value] of rights) add(byKey, key, value)
  const rows: unknown[] = []
  for (const [key, left] of lefts) {
    const found = byKey.get(key)
    if (!found) rows.push([key, [left, undefined]])
    else for (const right of found) rows.push([key, [left, right]])
  }
  return rows
}

function subtract(lefts: Pairs, rights: Pairs): unknown[] {
  const known = new Set(rights.map(([key]) => key))
  return lefts.filter(([key]) => !known.has(key))
}

function cogroup(lefts: Pairs, rights: Pairs): unknown[] {
  const groups = new Map<unknown, [number[], number[]]>()
  for (const [side, pairs] of [lefts, rights].entries()) {
    for (const [key, value] of pairs) {
      const group = groups.get(key) ?? [[], []]
      group[side]?.push(value)
      groups.set(key, group)
    }
  }
  return [...groups]
}

function add(byKey: Map<unknown, number[]>, key: unknown, value: number): void {
  const values = byKey.get(key)
  if (values) values.push(value)
  else byKey.set(key, [value])
}
