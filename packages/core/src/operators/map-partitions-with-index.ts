import type { PartitionOperator } from './step.ts'

/** As `mapPartitions`; the task is given the partition's index first. */
export const mapPartitionsWithIndex: PartitionOperator = { kind: 'partition' }
