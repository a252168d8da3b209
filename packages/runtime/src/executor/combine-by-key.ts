import { AtomicError, KeyMap } from '@atomic-ts/core/internal'
import { pairsInColumns } from '../codec/pairs-in-columns.ts'
import { anyColumn, isColumn, type Column, type Rows } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { joinColumns } from '../kernels/join-columns.ts'
import type { DiskEnv } from './on-disk/cut-by-key.ts'
import { cutAll, type Gathered } from './on-disk/gathering.ts'
import { cogroupOnDisk, joinOnDisk } from './on-disk/join-on-disk.ts'
import { RunFile } from '../shuffle/run-file.ts'

/** How the pairs of several inputs become records, key by key. */
export const combineByKey: Readonly<Record<'cogroup' | 'join', CombineFunction>> = { cogroup, join }

type CombineFunction = (inputs: readonly Gathered[], env: DiskEnv) => Iterable<Rows>

// About as many records as a chunk has: few pauses, and never the whole product in memory.
const chunkSize = 4096

/** For each key the values of every input: `[key, [values of input 0, values of input 1, …]]`. */
function cogroup(inputs: readonly Gathered[], env: DiskEnv): Iterable<Rows> {
  const groups = (rows: readonly Rows[]): Rows[] => [groupsOf(rows.map(recordsOf))]
  return areInMemory(inputs) ? groups(inputs) : cogroupOnDisk(cutAll(inputs, env), groups, env)
}

/** For each two pairs of one key `[key, [left, right]]`: what `cogroup` and then `joinPairs` give. */
function join(inputs: readonly Gathered[], env: DiskEnv): Iterable<Rows> {
  return areInMemory(inputs) ? joined(inputs) : joinOnDisk(cutAll(inputs, env), joined, env)
}

function areInMemory(inputs: readonly Gathered[]): inputs is readonly Rows[] {
  return !inputs.some((input) => input instanceof RunFile)
}

function* joined([left = [], right = []]: readonly Rows[]): Iterable<Rows> {
  const columns = joinColumns(columnOf(left), columnOf(right))
  if (columns) return yield* columns
  let batch: unknown[] = []
  for (const [key, [lefts = [], rights = []]] of groupsOf([recordsOf(left), recordsOf(right)])) {
    for (const one of lefts) {
      for (const other of rights) {
        if (batch.push([key, [one, other]]) < chunkSize) continue
        yield batch
        batch = []
      }
    }
  }
  yield batch
}

function groupsOf(inputs: readonly (readonly unknown[])[]): [unknown, unknown[][]][] {
  const groups = new KeyMap<unknown[][]>()
  for (const [i, records] of inputs.entries()) {
    for (const record of records) {
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

function recordsOf(rows: Rows): readonly unknown[] {
  return isColumn(rows) ? rowsOf(rows) : rows
}

function columnOf(rows: Rows): Column {
  if (isColumn(rows) && rows.kind !== 'any') return rows
  const values = isColumn(rows) ? rows.values : rows
  return pairsInColumns(values) ?? anyColumn(values)
}

function asPair(record: unknown): readonly [unknown, unknown] {
  if (Array.isArray(record) && record.length === 2) return [record[0], record[1]]
  throw new AtomicError('ATOMIC4003', {
    what: `A join met a record that is not a [key, value] pair: ${String(record)}.`,
    fix: 'Make pairs first: map((x) => [key, x]) or keyBy(f).',
  })
}
