import type { TaskRef } from '../operators/step.ts'

/** How keys map to partitions. */
export type Partitioner = HashPartitioner | RangePartitioner | CustomPartitioner | DirectPartitioner

/** By the hash of the key's value. */
export interface HashPartitioner {
  readonly kind: 'hash'
  readonly partitions: number
}

/**
 * By order: every key of a partition comes before every key of the next. The bounds are sampled when a job needs them,
 * so a range partitioner equals only itself.
 */
export interface RangePartitioner {
  readonly kind: 'range'
  readonly partitions: number
  readonly ascending: boolean
}

/** By a registered task from key to a number. */
export interface CustomPartitioner {
  readonly kind: 'custom'
  readonly partitions: number
  readonly task: TaskRef
}

/** By the key itself, which is the number of the partition. */
export interface DirectPartitioner {
  readonly kind: 'direct'
  readonly partitions: number
}

/** Whether two partitioners put every key in the same partition, so that nothing needs to move between them. */
export function samePartitioner(a: Partitioner | undefined, b: Partitioner | undefined): boolean {
  if (!a || !b || a.partitions !== b.partitions) return false
  if (a.kind === 'hash' || a.kind === 'direct') return b.kind === a.kind
  if (a.kind === 'range') return a === b
  return b.kind === 'custom' && sameTask(a.task, b.task)
}

function sameTask(a: TaskRef, b: TaskRef): boolean {
  return a.id === b.id && a.local === b.local && sameBytes(a.captures, b.captures)
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (!a || !b) return a === b
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
