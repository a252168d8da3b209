import type { PartitionOperator } from './step.ts'

/** The task is called once a partition, with an iterable of its records, and gives an iterable. */
export const mapPartitions: PartitionOperator = { kind: 'partition' }
