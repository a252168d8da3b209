import { AtomicError } from '../errors/atomic-error.ts'
import { callSite } from './call-site.ts'
import { refuseAsync } from './refuse-async.ts'

/**
 * Chooses which partitions of an RDD become one, in the driver, at the call of `coalesce`. Gives a group of partitions, by
 * their numbers from 0, for each new one, which holds their records in the order of the group. Every partition is in
 * exactly one group.
 * @param parents the number of partitions that there are
 * @param partitions how many groups there may be
 */
export type PartitionCoalescer = (parents: number, partitions: number) => readonly (readonly number[])[]

/**
 * What `coalesce` may be told.
 * @inDriver
 */
export interface CoalesceOptions {
  /** Moves every record, as `repartition` does; false by default. */
  readonly shuffle?: boolean
  /** By default neighbours become one, in runs of about the same length. */
  readonly coalescer?: PartitionCoalescer | undefined
}

/** Runs of neighbours. */
export function neighbours(parents: number, partitions: number): readonly (readonly number[])[] {
  const count = Math.min(partitions, parents)
  const start = (i: number): number => Math.floor((i * parents) / count)
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: start(i + 1) - start(i) }, (_each, k) => start(i) + k),
  )
}

/** The groups of the user's coalescer, when nothing is lost in them and nothing is there twice. */
export function groupsOf(
  coalescer: PartitionCoalescer,
  parents: number,
  partitions: number,
): readonly (readonly number[])[] {
  refuseAsync(coalescer)
  const given: unknown = coalescer(parents, partitions)
  if (!Array.isArray(given) || !given.every(Array.isArray)) throw refusal('it must give an array of arrays')
  const groups = given as unknown[][]
  if (groups.length > partitions) {
    throw refusal(`it gave ${groups.length} groups where ${partitions} were asked for`)
  }
  const seen = new Set<unknown>()
  for (const each of groups.flat()) {
    if (!Number.isInteger(each) || (each as number) < 0 || (each as number) >= parents) {
      throw refusal(`it named partition ${String(each)}, but there are ${parents}, counted from 0`)
    }
    if (seen.has(each)) throw refusal(`it put partition ${String(each)} in two places`)
    seen.add(each)
  }
  const missing = Array.from({ length: parents }, (_, i) => i).filter((i) => !seen.has(i))
  if (missing.length > 0) throw refusal(`it left out ${listed(missing)}, whose records would be lost`)
  return groups as number[][]
}

function listed(partitions: readonly number[]): string {
  const shown = partitions.slice(0, 5).join(', ')
  const name = partitions.length === 1 ? 'partition' : 'partitions'
  return `${name} ${shown}${partitions.length > 5 ? ` and ${partitions.length - 5} more` : ''}`
}

function refusal(why: string): AtomicError {
  return new AtomicError('ATOMIC2002', {
    what: `coalesce: the coalescer cannot be used: ${why}.`,
    at: callSite(),
    fix: 'Give an array of groups in which every partition is exactly once.',
  })
}
