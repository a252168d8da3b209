import { AtomicError } from '../errors/atomic-error.ts'
import { callSite } from './call-site.ts'
import type { Node } from './node.ts'

/** The number of partitions of a shuffle: the user's, or else the greatest of its parents', as Spark chooses. */
export function partitionCount(op: string, asked: number | undefined, ...parents: readonly Node[]): number {
  if (asked === undefined) return Math.max(1, ...parents.map(({ partitions }) => partitions))
  if (Number.isInteger(asked) && asked >= 1) return asked
  throw new AtomicError('ATOMIC2002', {
    what: `${op} was asked for ${String(asked)} partitions; it must be an integer of 1 or more.`,
    at: callSite(),
  })
}
