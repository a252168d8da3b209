import type { Chunk, Loop, LoopEnv } from '../compile-pipeline.ts'
import { cutByKey, type DiskEnv, type KeyOf } from './cut-by-key.ts'
import { groupOnDisk } from './group-on-disk.ts'
import { columnsOf, partsOf } from './parts.ts'
import { sortOnDisk } from './sort-on-disk.ts'

/** How an operator that holds a partition works when the partition does not fit. */
export interface WayOnDisk {
  readonly kind: 'byKey' | 'group' | 'sort'
  readonly keyOf: KeyOf
  readonly ascending: boolean
  /** The operator's loop, with nothing in front. */
  readonly open: (env: LoopEnv) => Loop
}

/** What an operator gives that holds more records than there is room for, in pieces that have room. */
export function* runOnDisk(way: WayOnDisk, chunks: Iterable<Chunk>, env: DiskEnv): Iterable<Chunk> {
  if (way.kind === 'sort') return yield* sortOnDisk(chunks, () => way.open(env), way.ascending, env)
  for (const { inputs, fits } of partsOf([cutByKey(chunks, way.keyOf, 0, env)], way.keyOf, env)) {
    const [blocks = []] = inputs
    if (way.kind === 'group' && !fits) {
      yield groupOnDisk([columnsOf(blocks, env)], env).map(([key, [values]]) => [key, values])
      continue
    }
    // What is left are few keys: their records are merged as they come.
    const loop = way.open(env)
    for (const column of columnsOf(blocks, env)) loop.push(column)
    yield loop.finish()
  }
}
