import {
  numbersRecords,
  parentsOf,
  rangeBounds,
  type JobSpec,
  type NarrowNode,
  type Node,
  type RangePartitioner,
  type ShuffleNode,
} from '@atomic-ts/core/internal'

type RunJob = (job: JobSpec) => Promise<unknown[][]>

// As Spark's RangePartitioner: 20 keys for each partition, three times over-sampled, at most a million.
const keysPerPartition = 20
const overSampling = 3
const maxSample = 1e6

/** What earlier jobs found out for later ones: the bounds of range partitioners, the starts of what numbers records. */
export class Findings {
  readonly bounds: WeakMap<RangePartitioner, readonly unknown[]> = new WeakMap()
  readonly starts: WeakMap<NarrowNode, readonly number[]> = new WeakMap()
}

/** The sinks of the jobs that find something out. What such a job reads, the user's own job reads again. */
export const probes: ReadonlySet<string> = new Set(['sampleKeys', 'countBefore'])

/**
 * Finds out what the nodes below a node must know before they can run, parents first: a sort, where its partitions meet;
 * a numbering, how many records come before each partition.
 */
export async function findOut(
  node: Node,
  findings: Findings,
  run: RunJob,
  seen: Set<Node> = new Set(),
): Promise<void> {
  if (seen.has(node)) return
  seen.add(node)
  for (const parent of parentsOf(node)) await findOut(parent, findings, run, seen)
  if (node.kind === 'narrow' && numbersRecords(node)) await countStarts(node, findings, run)
  if (node.kind === 'shuffle') await sampleBounds(node, findings, run)
}

async function countStarts(node: NarrowNode, { starts }: Findings, run: RunJob): Promise<void> {
  if (starts.has(node)) return
  const { parent, op, at } = node
  // Nothing comes after the last partition, so an RDD of one needs no job.
  const partitions = Array.from({ length: Math.max(0, node.partitions - 1) }, (_, i) => i)
  const job = { node: parent, sink: { op: 'countBefore' }, op: `${op} count`, at, partitions }
  const counts = partitions.length > 0 ? ((await run(job)) as number[][]) : []
  const found = [0]
  for (const [n = 0] of counts) found.push((found.at(-1) ?? 0) + n)
  starts.set(node, found)
}

async function sampleBounds(node: ShuffleNode, { bounds }: Findings, run: RunJob): Promise<void> {
  if (node.spread.kind !== 'range' || bounds.has(node.spread)) return
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
