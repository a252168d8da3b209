import { AtomicError, type CombineInputs } from '@atomic-ts/core/internal'
import { isColumn, type Rows } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'

/** Computes one input's partition. */
export type ReadInput = () => Promise<Rows>

/** How the partitions that a task reads become its records, when each of them is read as a whole. */
export const combineInputs: Readonly<Record<CombineInputs, CombineFunction>> = {
  concat,
  zip,
  cartesian,
  each,
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

async function readAll(inputs: readonly ReadInput[]): Promise<(readonly unknown[])[]> {
  const rows: (readonly unknown[])[] = []
  for (const read of inputs) rows.push(recordsOf(await read()))
  return rows
}

function recordsOf(rows: Rows): readonly unknown[] {
  return isColumn(rows) ? rowsOf(rows) : rows
}
