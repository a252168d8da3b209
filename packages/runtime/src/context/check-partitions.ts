import { AtomicError, callSite } from '@atomic-ts/core/internal'

/** Refuses a number of partitions that is none. */
export function checkPartitions(op: string, partitions: number): void {
  if (Number.isInteger(partitions) && partitions >= 1) return
  throw new AtomicError('ATOMIC2002', {
    what: `${op} was asked for ${String(partitions)} partitions; it must be an integer of 1 or more.`,
    at: callSite(),
  })
}
