import type { StorageLevel } from '@atomic-ts/core/internal'
import type { BlockKey, BlockStatus } from '../storage/block.ts'
import { count, flag, shape, type Fields } from './shape.ts'

const level = shape<StorageLevel>({
  useDisk: flag,
  useMemory: flag,
  useOffHeap: flag,
  deserialized: flag,
  replication: count,
})

/** Which cached partition is meant. */
export const keyFields: Fields<BlockKey> = { rdd: count, partition: count, level }

/** Where a cached partition is. */
export const statusFields: Fields<BlockStatus> = {
  rdd: count,
  partition: count,
  memory: count,
  disk: count,
  isKept: flag,
}
