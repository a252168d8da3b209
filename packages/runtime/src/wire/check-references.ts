import type { BlockRef, FileBlock } from '../shuffle/block-ref.ts'
import type { TaskKey } from '../scheduler/scheduler-event.ts'
import { count, shape, text, type Check } from './shape.ts'

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

/** A block in a file, or the position of one beside the message. */
export const checkBlockRef: Check<BlockRef> = (value) =>
  typeof value === 'number' ? count(value) : checkFileBlock(value)
