import { rowsOf } from '../../../packages/runtime/src/columns/rows-of.ts'
import { decodeColumn, encodeChunk } from '../../../packages/runtime/src/codec/chunk.ts'
import { cogroupColumns, subtractColumns } from '../../../packages/runtime/src/kernels/cogroup-columns.ts'
import { joinColumns } from '../../../packages/runtime/src/kernels/join-columns.ts'
import { intPairs, wordPairs } from './records.ts'
import type { Kernels } from './versus.ts'

type Pairs = readonly (readonly [unknown, number])[]

/** Joins of two sides, half of the records each, as columns. */
export const joins: Kernels = {
  ...joinsOf('integers', intPairs),
  ...joinsOf('strings', wordPairs.slice(0, 20_000)),
}

function joinsOf(keys: string, pairs: Pairs): Kernels {
  const [lefts, rights] = [pairs.slice(0, pairs.length / 2), pairs.slice(pairs.length / 2)]
  const [left, right] = [decodeColumn(encodeChunk(lefts)), decodeColumn(encodeChunk(rights))]
  const join = (mayMiss: boolean) => [...(joinColumns(left, right, { left: false, right: mayMiss }) ?? [])]
  return {
    [`hash join by ${keys}`]: {
      ours: () => join(false),
      plain: () => joinPairs(lefts, rights, []),
      by: 'Map of arrays',
    },
    // An operation on columns needs no records; another one does.
    [`hash join by ${keys}, and its records`]: {
      ours: () => join(false).map((column) => rowsOf(column)),
      plain: () => joinPairs(lefts, rights, []),
      by: 'Map of arrays',
    },
    [`left outer join by ${keys}`]: {
      ours: () => join(true),
      plain: () => joinPairs(lefts, rights, [undefined]),
      by: 'Map of arrays',
    },
    [`subtract by ${keys}`]: {
      ours: () => subtractColumns(left, right),
      plain: () => subtract(lefts, rights),
      by: 'Set',
    },
    [`cogroup by ${keys}`]: {
      ours: () => cogroupColumns([left, right]),
      plain: () => cogroup(lefts, rights),
      by: 'Map of arrays',
    },
  }
}

function joinPairs(lefts: Pairs, rights: Pairs, whenMissing: readonly undefined[]): unknown[] {
  const byKey = new Map<unknown, number[]>()
  for (const [key, value] of rights) add(byKey, key, value)
  const rows: unknown[] = []
  for (const [key, left] of lefts) {
    for (const right of byKey.get(key) ?? whenMissing) rows.push([key, [left, right]])
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
