import { AtomicError, KeyMap } from '@atomic-ts/core/internal'
import { rowsInColumns } from '../codec/pairs-in-columns.ts'
import { isColumn, type Column, type Rows } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { cogroupColumns, commonKeysOfColumns, subtractColumns } from '../kernels/cogroup-columns.ts'
import { joinColumns } from '../kernels/join-columns.ts'
import { RunFile } from '../shuffle/run-file.ts'
import { joinGroups, type JoinKind } from './join-kinds.ts'
import type { DiskEnv } from './on-disk/cut-by-key.ts'
import { cutAll, type Gathered } from './on-disk/gathering.ts'
import { cogroupOnDisk, joinOnDisk } from './on-disk/join-on-disk.ts'
import { inPieces } from './on-disk/groups-in-pieces.ts'

/** For each key the values of every input, `[key, [values of input 0, values of input 1, …]]`; or what a join makes of that. */
export function combineByKey(
  inputs: readonly Gathered[],
  join: JoinKind | undefined,
  env: DiskEnv,
): Iterable<Rows> {
  const combine = (rows: readonly Rows[]): Iterable<Rows> => (join ? joined(rows, join) : cogrouped(rows))
  if (areInMemory(inputs)) return combine(inputs)
  const cut = cutAll(inputs, env)
  // The pieces of one side with those of the other are the whole join, when nothing can be missing.
  if (join?.kind === 'pairs' && !join.left && !join.right) return joinOnDisk(cut, combine, env)
  return cogroupOnDisk(
    cut,
    combine,
    (groups) => (join ? joinGroups(inPieces(groups, join), join) : [groups]),
    env,
  )
}

function areInMemory(inputs: readonly Gathered[]): inputs is readonly Rows[] {
  return !inputs.some((input) => input instanceof RunFile)
}

function cogrouped(inputs: readonly Rows[]): Iterable<Rows> {
  return [cogroupColumns(inputs.map(rowsInColumns)) ?? groupsOf(inputs)]
}

function joined(inputs: readonly Rows[], join: JoinKind): Iterable<Rows> {
  const [left = [], right = []] = inputs
  return joinedColumns(rowsInColumns(left), rowsInColumns(right), join) ?? joinGroups(groupsOf(inputs), join)
}

function joinedColumns(left: Column, right: Column, join: JoinKind): Iterable<Rows> | undefined {
  if (join.kind === 'pairs') return joinColumns(left, right, join)
  const joinWhole = join.kind === 'subtract' ? subtractColumns : commonKeysOfColumns
  const column = joinWhole(left, right)
  return column && [column]
}

function groupsOf(inputs: readonly Rows[]): [unknown, unknown[][]][] {
  const groups = new KeyMap<unknown[][]>()
  for (const [i, rows] of inputs.entries()) {
    for (const record of isColumn(rows) ? rowsOf(rows) : rows) {
      const [key, value] = asPair(record)
      const cell =
        groups.find(key) ??
        groups.set(
          key,
          inputs.map(() => []),
        )
      cell.value[i]?.push(value)
    }
  }
  return groups.pairs()
}

function asPair(record: unknown): readonly [unknown, unknown] {
  if (Array.isArray(record) && record.length === 2) return [record[0], record[1]]
  throw new AtomicError('ATOMIC4003', {
    what: `A join met a record that is not a [key, value] pair: ${String(record)}.`,
    fix: 'Make pairs first: map((x) => [key, x]) or keyBy(f).',
  })
}
