export {
  AtomicError,
  RDD,
  task,
  type ErrorCode,
  type Group,
  type JobEvent,
  type JobListener,
} from '@atomic-ts/core'
export {
  Context,
  TaskContext,
  type Accumulator,
  type Broadcast,
  type CollectionAccumulator,
  type CustomAccumulator,
  type DoubleAccumulator,
  type LocalOptions,
  type LongAccumulator,
  type RangeOptions,
} from '@atomic-ts/runtime'
