import { AtomicError, type CombineInputs } from '@atomic-ts/core/internal'
import type { Rows } from '../columns/column.ts'
import { Lockstep } from './lockstep.ts'
import type { DiskEnv } from './on-disk/cut-by-key.ts'
import { eachRecord } from './each-record.ts'
import { HeldRows } from './on-disk/held-rows.ts'
import { recordsIn } from './records-in.ts'

/** Computes one input's partition, as it is read. */
export type ReadInput = () => AsyncIterable<Rows>

/** How the partitions that a task reads become its records. The room that `env` says is that of each input. */
export const combineInputs: Readonly<Record<CombineInputs, CombineFunction>> = {
  concat,
  zip,
  cartesian,
  each,
}

type CombineFunction = (inputs: readonly ReadInput[], env: DiskEnv) => AsyncIterable<Rows>

/** One input after the other. */
async function* concat(inputs: readonly ReadInput[]): AsyncIterable<Rows> {
  for (const read of inputs) yield* read()
}

/** The records of two inputs in lockstep, as pairs. */
async function* zip(inputs: readonly ReadInput[]): AsyncIterable<unknown[]> {
  const [left, right] = inputs.map((read) => new Lockstep(read()))
  if (!left || !right) return
  try {
    while ((await left.fill()) && (await right.fill())) {
      const n = Math.min(left.ready, right.ready)
      const others = right.take(n)
      yield left.take(n).map((record, i) => [record, others[i]])
    }
    const [lefts, rights] = [await left.count(), await right.count()]
    if (lefts === rights) return
    throw new AtomicError('ATOMIC3007', {
      what: `zip() met partitions of ${lefts} and ${rights} records; both sides must have as many.`,
      fix: 'Zip RDDs that come from the same one by map, or use zipPartitions.',
    })
  } finally {
    await left.end()
    await right.end()
  }
}

/** Every record here with every record there, as pairs: those there are held, or read again and again from a file. */
async function* cartesian([here, there]: readonly ReadInput[], env: DiskEnv): AsyncIterable<unknown[]> {
  if (!here || !there) return
  const held = await hold(there, env)
  try {
    let batch: unknown[] = []
    for await (const rows of here()) {
      for (const record of recordsIn(rows)) {
        for (const others of held.all()) {
          for (const other of recordsIn(others)) {
            if (batch.push([record, other]) < chunkSize) continue
            yield batch
            batch = []
          }
        }
      }
    }
    yield batch
  } finally {
    held.discard()
  }
}

// About as many records as a chunk of a cartesian product has: few pauses, and never the whole product in memory.
const chunkSize = 4096

/** One record: an array with an iterable for each input, which can be gone through any number of times. */
async function* each(inputs: readonly ReadInput[], env: DiskEnv): AsyncIterable<unknown[]> {
  const held: HeldRows[] = []
  try {
    for (const read of inputs) held.push(await hold(read, env))
    yield [held.map((rows) => ({ [Symbol.iterator]: () => eachRecord(recordsOf(rows)) }))]
  } finally {
    for (const rows of held) rows.discard()
  }
}

async function hold(read: ReadInput, env: DiskEnv): Promise<HeldRows> {
  const held = new HeldRows(env, env.room)
  try {
    for await (const rows of read()) held.push(recordsIn(rows))
    return held
  } catch (error) {
    held.discard()
    throw error
  }
}

function* recordsOf(held: HeldRows): Iterable<readonly unknown[]> {
  for (const rows of held.all()) yield recordsIn(rows)
}
