import type { BlockRef, BlockSize, FileBlock, RemoteBlock } from '../shuffle/block-ref.ts'
import type { TaskKey } from '../scheduler/scheduler-event.ts'
import { count, list, shape, text, type Check } from './shape.ts'

/** Which attempt a message is about. */
export const checkTaskKey: Check<TaskKey> = shape<TaskKey>({
  job: count,
  stage: count,
  partition: count,
  attempt: count,
})

/** A block in a file. */
export const checkFileBlock: Check<FileBlock> = shape<FileBlock>({
  path: text,
  offset: count,
  size: count,
  length: count,
  records: count,
})

/** How large a block is that a worker keeps. */
export const checkBlockSize: Check<BlockSize> = shape<BlockSize>({
  size: count,
  length: count,
  records: count,
})

const checkRemoteBlock = shape<RemoteBlock>({
  worker: count,
  output: count,
  partition: count,
  sizes: list(checkBlockSize),
  length: count,
})

/** A block in a file, one that a worker keeps, or the position of one beside the message. */
export const checkBlockRef: Check<BlockRef> = (value) => {
  if (typeof value === 'number') return count(value)
  const isRemote = typeof value === 'object' && value !== null && 'worker' in value
  return isRemote ? checkRemoteBlock(value) : checkFileBlock(value)
}
