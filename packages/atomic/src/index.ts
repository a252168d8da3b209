export {
  AtomicError,
  RDD,
  task,
  type ErrorCode,
  type Group,
  type JobEvent,
  type JobListener,
} from '@atomic-ts/core'
export { Context, type LocalOptions, type RangeOptions } from '@atomic-ts/runtime'
