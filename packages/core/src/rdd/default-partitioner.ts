import type { Node } from './node.ts'
import { partitionCount } from './partition-count.ts'
import type { Partitioner } from './partitioner.ts'

/**
 * How an operation by key spreads its result, chosen as Spark does. By hash over the partitions that the user asks for.
 * When the user asks for none: the partitioner of the parent that has the most partitions among those that have one,
 * unless it has fewer than a tenth of the partitions of the largest parent; else by hash over as many as that.
 */
export function defaultPartitioner(
  op: string,
  asked: number | undefined,
  parents: readonly Node[],
): Partitioner {
  const partitions = partitionCount(op, asked, ...parents)
  const [known] = parents
    .flatMap(({ partitioner }) => partitioner ?? [])
    .toSorted((a, b) => b.partitions - a.partitions)
  if (asked === undefined && known && partitions < 10 * known.partitions) return known
  return { kind: 'hash', partitions }
}
