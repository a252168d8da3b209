import { decodeColumn } from '../../codec/chunk.ts'
import type { Column } from '../../columns/column.ts'
import type { FileBlock } from '../../shuffle/block-ref.ts'
import { readBlock } from '../../shuffle/read-block.ts'
import type { RunFile } from '../../shuffle/run-file.ts'
import { cutByKey, cuts, type DiskEnv, type KeyOf } from './cut-by-key.ts'

/** All records of some keys, of each input. */
export interface Part {
  readonly inputs: readonly (readonly FileBlock[])[]
  /** False when there is one key, or so few, that they cannot be taken apart and still have no room. */
  readonly fits: boolean
}

/**
 * The parts of inputs that were cut into the same buckets: as many buckets at a time as there is room for. A bucket
 * without room is cut again. The files are removed when the last part was taken, or nobody wants more.
 */
export function* partsOf(
  inputs: readonly RunFile[],
  keyOf: KeyOf,
  env: DiskEnv,
  level: number = 0,
): Iterable<Part> {
  try {
    const buckets = Array.from({ length: cuts[level] ?? 1 }, (_, bucket) => ({
      blocks: inputs.map(({ index }) => index[bucket] ?? []),
      cost: inputs.reduce((sum, { costs }) => sum + (costs[bucket] ?? 0), 0),
    }))
    const isStuck = level > 0 && buckets.filter(({ cost }) => cost > 0).length <= 1
    let packed: (readonly FileBlock[])[] = inputs.map(() => [])
    let packedCost = 0
    for (const { blocks: bucket, cost } of buckets) {
      // The part before may still be in use when the next one is read.
      if (packedCost > 0 && packedCost + cost > env.room / 2) {
        yield { inputs: packed, fits: true }
        packed = inputs.map(() => [])
        packedCost = 0
      }
      if (cost <= env.room) {
        packed = packed.map((blocks, input) => [...blocks, ...(bucket[input] ?? [])])
        packedCost += cost
      } else if (isStuck || level + 1 >= cuts.length) {
        yield { inputs: bucket, fits: false }
      } else {
        const smaller = bucket.map((blocks) => cutByKey(columnsOf(blocks, env), keyOf, level + 1, env))
        yield* partsOf(smaller, keyOf, env, level + 1)
      }
    }
    if (packedCost > 0) yield { inputs: packed, fits: true }
  } finally {
    for (const file of inputs) file.discard()
  }
}

/** Blocks as they are read, one after the other. */
export function* columnsOf(blocks: readonly FileBlock[], env: DiskEnv): Iterable<Column> {
  for (const block of blocks) {
    env.throwIfCancelled()
    yield decodeColumn(readBlock(block))
  }
}
