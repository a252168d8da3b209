import { AtomicError, KeyMap, type CombineInputs } from '@atomic-ts/core/internal'
import { anyColumn, isColumn, type Column, type Rows } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { pairsInColumns } from '../codec/pairs-in-columns.ts'
import { joinColumns } from '../kernels/join-columns.ts'

/** Computes one input's partition. */
export type ReadInput = () => Promise<Rows>

/** How the partitions that a task reads become its records. */
export const combineInputs: Readonly<Record<CombineInputs | 'cogroup' | 'join', CombineFunction>> = {
  concat,
  zip,
  cartesian,
  each,
  cogroup,
  join,
}

type CombineFunction = (inputs: readonly ReadInput[]) => AsyncIterable<Rows>

/** One input after the other; only one of them is in memory at a time. */
async function* concat(inputs: readonly ReadInput[]): AsyncIterable<Rows> {
  for (const read of inputs) yield await read()
}

/** The records of two inputs in lockstep, as pairs. */
async function* zip(inputs: readonly ReadInput[]): AsyncIterable<unknown[]> {
  const [left = [], right = []] = await readAll(inputs)
  if (left.length !== right.length) {
    throw new AtomicError('ATOMIC3007', {
      what: `zip() met partitions of ${left.length} and ${right.length} records; both sides must have as many.`,
      fix: 'Zip RDDs that come from the same one by map, or use zipPartitions.',
    })
  }
  yield left.map((record, i) => [record, right[i]])
}

/** Every record here with every record there, as pairs. */
async function* cartesian(inputs: readonly ReadInput[]): AsyncIterable<unknown[]> {
  const [left = [], right = []] = await readAll(inputs)
  if (right.length === 0) return
  const size = Math.ceil(chunkSize / right.length)
  for (let i = 0; i < left.length; i += size) {
    yield left.slice(i, i + size).flatMap((record) => right.map((other) => [record, other]))
  }
}

// About as many records as a chunk of a cartesian product has: few pauses, and never the whole product in memory.
const chunkSize = 4096

/** One record: an array with the records of each input. */
async function* each(inputs: readonly ReadInput[]): AsyncIterable<unknown[]> {
  yield [await readAll(inputs)]
}

/** For each key the values of every input: `[key, [values of input 0, values of input 1, …]]`. */
async function* cogroup(inputs: readonly ReadInput[]): AsyncIterable<unknown[]> {
  yield groupsOf(await readAll(inputs))
}

/** For each two pairs of one key `[key, [left, right]]`: what `cogroup` and then `joinPairs` give. */
async function* join([readLeft, readRight]: readonly ReadInput[]): AsyncIterable<Rows> {
  const left = (await readLeft?.()) ?? []
  const right = (await readRight?.()) ?? []
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

async function readAll(inputs: readonly ReadInput[]): Promise<(readonly unknown[])[]> {
  const rows: (readonly unknown[])[] = []
  for (const read of inputs) rows.push(recordsOf(await read()))
  return rows
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
