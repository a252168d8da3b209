import type { TaskMetrics } from '@atomic-ts/core/internal'
import type { AccumulatorUpdate } from '../shared-variables/accumulators.ts'
import { checkErrorRecord } from './check-error-record.ts'
import { checkTaskKey } from './check-references.ts'
import { keyFields, statusFields } from './check-stored.ts'
import type { ToDriver } from './messages.ts'
import {
  bytes,
  count,
  flag,
  list,
  nothing,
  number,
  optional,
  shape,
  text,
  variants,
  word,
  type Check,
} from './shape.ts'

const task = checkTaskKey

const metrics = shape<TaskMetrics>({
  executorRunTime: number,
  resultSize: count,
  inputMetrics: shape<TaskMetrics['inputMetrics']>({ bytesRead: count, recordsRead: count }),
  outputMetrics: shape<TaskMetrics['outputMetrics']>({ bytesWritten: count, recordsWritten: count }),
  shuffleReadMetrics: shape<TaskMetrics['shuffleReadMetrics']>({
    totalBlocksFetched: count,
    totalBytesRead: count,
    recordsRead: count,
  }),
  shuffleWriteMetrics: shape<TaskMetrics['shuffleWriteMetrics']>({
    bytesWritten: count,
    recordsWritten: count,
  }),
})

/**
 * What a worker said, when it is a message that a driver can take.
 *
 * @throws Misfit with the path to the part that is none
 */
export const checkToDriver: Check<ToDriver> = variants<ToDriver>({
  ready: {},
  refused: { bundle: text, diff: list(text), error: optional(checkErrorRecord) },
  output: { task },
  finished: {
    task,
    updates: list(shape<AccumulatorUpdate>({ id: count, sum: bytes })),
    // What lies on another machine is not to be read here.
    written: optional(nothing),
    remote: optional(count),
    reserved: count,
    metrics,
    isKept: optional(flag),
  },
  stored: statusFields,
  copy: keyFields,
  unpersisted: { rdd: count },
  sync: { task, call: word({ barrier: 'barrier', allGather: 'allGather' }) },
  failed: { task, error: checkErrorRecord },
  fetchFailed: {
    task,
    shuffle: text,
    missing: list(count),
    worker: optional(count),
    error: checkErrorRecord,
  },
  killed: { task },
})
