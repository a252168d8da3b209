import type { PartitionOperator } from './step.ts'

/** As `mapPartitions`, in a barrier stage: the task may wait, for the other tasks of its stage or anything else. */
export const barrierPartitions: PartitionOperator = { kind: 'partition', gives: 'later' }
