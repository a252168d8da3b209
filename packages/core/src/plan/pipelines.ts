import { rangeOf } from '../keys/range-of.ts'
import { samePartitioner, type RangePartitioner } from '../rdd/partitioner.ts'
import { asOfNow, parentsOf } from '../rdd/node.ts'
import type { CogroupNode, InputsNode, NarrowNode, Node, ShuffleNode } from '../rdd/node.ts'
import type { StorageLevel } from '../rdd/storage-level.ts'
import type { Step } from '../operators/step.ts'
import type { Pipeline } from './stage.ts'

/** A pipeline with the number of partitions that it computes. */
export interface SizedPipeline extends Pipeline {
  readonly partitions: number
}

/** A shuffle that a pipeline reads: the name of its map outputs and the node that they are computed from. */
export interface ShuffleEdge {
  readonly shuffle: string
  readonly parent: Node
  readonly by: ShuffleNode | CogroupNode
}

/** What the pipelines of a node depend on beside it. */
export interface PipelineWorld {
  /** Where a node's partitions are kept, when they are. */
  readonly levelOf: (node: Node) => StorageLevel | undefined
  /** The sampled bounds of a range partitioner; a plan that is only printed may leave them out. */
  readonly boundsOf: (partitioner: RangePartitioner) => readonly unknown[]
  /** How many records come before each partition of a node that numbers them; counted as late as bounds are sampled. */
  readonly startsOf?: (node: NarrowNode) => readonly number[]
}

/**
 * The pipelines that compute a node's partitions, in order: all narrow steps down to a source or a shuffle. A shuffle
 * whose parent is spread by an equal partitioner already is no shuffle but a narrow step.
 */
export function pipelinesOf(of: Node, world: PipelineWorld): readonly SizedPipeline[] {
  const node = asOfNow(of)
  const pipelines = unpersisted(node, world)
  const level = world.levelOf(node)
  if (!level) return pipelines
  let offset = 0
  return pipelines.map((pipeline) => {
    const step: Step = { op: 'persist', params: { rdd: node.id, offset, level } }
    offset += pipeline.partitions
    return extend(pipeline, [step])
  })
}

/** The shuffles that a node's pipelines read. */
export function shufflesOf(node: Node): readonly ShuffleEdge[] {
  switch (node.kind) {
    case 'source':
      return []
    case 'narrow':
      return shufflesOf(asOfNow(node.parent))
    case 'union':
    case 'inputs':
      return parentsOf(node).flatMap(shufflesOf)
    case 'shuffle':
      return isNarrow(node)
        ? shufflesOf(asOfNow(node.parent))
        : [{ shuffle: `${node.id}`, parent: asOfNow(node.parent), by: node }]
    case 'cogroup':
      return parentsOf(node).flatMap((parent, i) =>
        samePartitioner(parent.partitioner, node.partitioner)
          ? shufflesOf(parent)
          : [{ shuffle: `${node.id}.${i}`, parent, by: node }],
      )
  }
}

/** The nodes that a node reads without a shuffle: those that its own stage computes. */
export function sameStage(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'source':
      return []
    case 'narrow':
    case 'union':
    case 'inputs':
      return parentsOf(node)
    case 'shuffle':
      return isNarrow(node) ? parentsOf(node) : []
    case 'cogroup':
      return parentsOf(node).filter(({ partitioner }) => samePartitioner(partitioner, node.partitioner))
  }
}

/** Whether a node must know how many records come before each of its partitions. */
export function numbersRecords({ steps }: NarrowNode): boolean {
  return steps.some(({ params }) => params !== undefined && 'starts' in params)
}

function unpersisted(node: Node, world: PipelineWorld): readonly SizedPipeline[] {
  switch (node.kind) {
    case 'source': {
      const { id, at } = node
      const source = { kind: 'source', node: id, format: node.source.kind, at } as const
      return [{ source, steps: [], partitions: node.partitions }]
    }
    case 'narrow':
      return numbered(within(node, pipelinesOf(node.parent, world), world), stepsOf(node, world))
    case 'union':
      return node.parents.flatMap((parent) => pipelinesOf(parent, world))
    case 'inputs':
      return [fromInputs(node, world)]
    case 'shuffle':
      if (isNarrow(node)) {
        return pipelinesOf(node.parent, world).map((pipeline) => extend(pipeline, node.unmoved ?? node.after))
      }
      return [{ ...read(`${node.id}`, node.after), partitions: node.partitions }]
    case 'cogroup': {
      const inputs = node.parents.map((parent, i) => {
        if (!samePartitioner(parent.partitioner, node.partitioner)) return read(`${node.id}.${i}`, [])
        const [first] = pipelinesOf(parent, world)
        if (!first) return read(`${node.id}.${i}`, [])
        const { partitions: _, ...input } = first
        return input
      })
      return [
        {
          source: { kind: 'inputs', combine: 'cogroup', inputs },
          steps: node.after,
          partitions: node.partitions,
        },
      ]
    }
  }
}

/** A pipeline over the pipelines of every parent; a parent that is a union has several. */
function fromInputs(
  { combine, parents, reads, after, partitions }: InputsNode,
  world: PipelineWorld,
): SizedPipeline {
  const inputs: Pipeline[] = []
  const places = parents.map((parent) =>
    pipelinesOf(parent, world).flatMap(({ partitions: count, ...pipeline }) => {
      const input = inputs.push(pipeline) - 1
      return Array.from({ length: count }, (_, index) => ({ input, index }))
    }),
  )
  const placed = reads.map((refs) =>
    refs.flatMap(({ parent, partition }) => places[parent]?.[partition] ?? []),
  )
  return { source: { kind: 'inputs', combine, inputs, reads: placed }, steps: after, partitions }
}

/**
 * The pipelines with steps on them. A step with an `offset` is told where the partitions of its pipeline begin in the
 * node: with the index in the pipeline, that is the number of the partition.
 */
function numbered(pipelines: readonly SizedPipeline[], steps: readonly Step[]): readonly SizedPipeline[] {
  let offset = 0
  return pipelines.map((pipeline) => {
    const begin = offset
    offset += pipeline.partitions
    return extend(
      pipeline,
      steps.map((step) =>
        step.params && 'offset' in step.params
          ? { ...step, params: { ...step.params, offset: begin } }
          : step,
      ),
    )
  })
}

/** A node's steps; `starts` becomes how many records come before each partition. */
function stepsOf(node: NarrowNode, { startsOf }: PipelineWorld): readonly Step[] {
  if (!numbersRecords(node)) return node.steps
  const starts = startsOf?.(node) ?? []
  return node.steps.map((step) => ({ ...step, params: { ...step.params, starts } }))
}

/** The same partitions, of which those that hold no key in the node's range read nothing. */
function within(
  { within: keys, parent: { partitioner } }: NarrowNode,
  pipelines: readonly SizedPipeline[],
  { boundsOf }: PipelineWorld,
): readonly SizedPipeline[] {
  const [pipeline, ...others] = pipelines
  if (!keys || partitioner?.kind !== 'range' || !pipeline || others.length > 0) return pipelines
  const bounds = boundsOf(partitioner)
  const ends = [keys.lower, keys.upper].map((key) => rangeOf(key, bounds, partitioner.ascending))
  const [first, last] = [Math.min(...ends), Math.max(...ends)]
  const { partitions, ...input } = pipeline
  const reads = Array.from({ length: partitions }, (_, index) =>
    index < first || index > last ? [] : [{ input: 0, index }],
  )
  return [{ source: { kind: 'inputs', combine: 'concat', inputs: [input], reads }, steps: [], partitions }]
}

function isNarrow(node: ShuffleNode): boolean {
  if (node.keyOf !== 'pair' || node.spread.kind === 'turn') return false
  return samePartitioner(node.parent.partitioner, node.spread)
}

function read(shuffle: string, steps: readonly Step[]): Pipeline {
  return { source: { kind: 'shuffle', shuffle }, steps }
}

function extend(pipeline: SizedPipeline, steps: readonly Step[]): SizedPipeline {
  return { ...pipeline, steps: [...pipeline.steps, ...steps] }
}
