import {
  parentsOf,
  rangeBounds,
  type JobSpec,
  type Node,
  type RangePartitioner,
} from '@atomic-ts/core/internal'

// As Spark's RangePartitioner: 20 keys for each partition, three times over-sampled, at most a million.
const keysPerPartition = 20
const overSampling = 3
const maxSample = 1e6

/**
 * Samples the bounds of every range partitioner below a node, parents first: a sort must know where its partitions meet
 * before its map side can run.
 */
export async function sampleBounds(
  node: Node,
  bounds: WeakMap<RangePartitioner, readonly unknown[]>,
  run: (job: JobSpec) => Promise<unknown[][]>,
  seen: Set<Node> = new Set(),
): Promise<void> {
  if (seen.has(node)) return
  seen.add(node)
  for (const parent of parentsOf(node)) await sampleBounds(parent, bounds, run, seen)
  if (node.kind !== 'shuffle' || node.spread.kind !== 'range' || bounds.has(node.spread)) return
  const { parent, spread: partitioner, op, at } = node
  if (partitioner.partitions === 1 || parent.partitions === 0) {
    bounds.set(partitioner, [])
    return
  }
  const wanted = Math.min(keysPerPartition * partitioner.partitions, maxSample)
  const size = Math.ceil((overSampling * wanted) / parent.partitions)
  const sink = { op: 'sampleKeys', params: { size, seed: node.id } }
  bounds.set(
    partitioner,
    rangeBounds(await run({ node: parent, sink, op: `${op} sample`, at }), partitioner.partitions),
  )
}
