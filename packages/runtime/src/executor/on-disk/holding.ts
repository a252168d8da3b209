import type { Rows } from '../../columns/column.ts'
import type { Chunk, OpenLoop } from '../loop.ts'
import type { DiskEnv, KeyOf } from './cut-by-key.ts'
import { GroupOnDisk } from './group-on-disk.ts'
import { MergeOnDisk } from './merge-on-disk.ts'
import { SortOnDisk } from './sort-on-disk.ts'

/** How an operator that holds a partition works when the partition does not fit. */
export interface WayOnDisk {
  readonly kind: 'byKey' | 'group' | 'sort'
  readonly keyOf: KeyOf
  readonly ascending: boolean
  /** The operator's loop, with nothing in front. */
  readonly open: OpenLoop
}

/** An operator that holds records for as long as there is room, and goes on with them on disk. */
export interface Holding {
  push(rows: Rows): void
  /** What the operator gives, in pieces that have room. */
  finish(): Iterable<Chunk>
  /** Removes its files, whatever state it is in. */
  discard(): void
}

/** @param isLarge whether the records that come are known to have no room */
export function holding(way: WayOnDisk, env: DiskEnv, isLarge: boolean): Holding {
  switch (way.kind) {
    case 'byKey':
      return new MergeOnDisk(way, env, isLarge)
    case 'group':
      return new GroupOnDisk(way, env, isLarge)
    case 'sort':
      return new SortOnDisk(way, env)
  }
}
