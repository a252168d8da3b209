import { samePartitioner } from '../rdd/partitioner.ts'
import type { CogroupNode, InputsNode, Node, ShuffleNode } from '../rdd/node.ts'
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

/**
 * The pipelines that compute a node's partitions, in order: all narrow steps down to a source or a shuffle. A shuffle
 * whose parent is spread by an equal partitioner already is no shuffle but a narrow step.
 */
export function pipelinesOf(node: Node, isPersisted: (node: Node) => boolean): readonly SizedPipeline[] {
  const pipelines = unpersisted(node, isPersisted)
  if (!isPersisted(node)) return pipelines
  let offset = 0
  return pipelines.map((pipeline) => {
    const step: Step = { op: 'persist', params: { rdd: node.id, offset } }
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
      return shufflesOf(node.parent)
    case 'union':
    case 'inputs':
      return node.parents.flatMap(shufflesOf)
    case 'shuffle':
      return isNarrow(node)
        ? shufflesOf(node.parent)
        : [{ shuffle: `${node.id}`, parent: node.parent, by: node }]
    case 'cogroup':
      return node.parents.flatMap((parent, i) =>
        samePartitioner(parent.partitioner, node.partitioner)
          ? shufflesOf(parent)
          : [{ shuffle: `${node.id}.${i}`, parent, by: node }],
      )
  }
}

function unpersisted(node: Node, isPersisted: (node: Node) => boolean): readonly SizedPipeline[] {
  switch (node.kind) {
    case 'source': {
      const source = { kind: 'source', node: node.id, format: node.source.kind } as const
      return [{ source, steps: [], partitions: node.partitions }]
    }
    case 'narrow':
      return pipelinesOf(node.parent, isPersisted).map((pipeline) => extend(pipeline, node.steps))
    case 'union':
      return node.parents.flatMap((parent) => pipelinesOf(parent, isPersisted))
    case 'inputs':
      return [fromInputs(node, isPersisted)]
    case 'shuffle':
      if (isNarrow(node)) {
        return pipelinesOf(node.parent, isPersisted).map((pipeline) => extend(pipeline, node.after))
      }
      return [{ ...read(`${node.id}`, node.after), partitions: node.partitions }]
    case 'cogroup': {
      const inputs = node.parents.map((parent, i) => {
        if (!samePartitioner(parent.partitioner, node.partitioner)) return read(`${node.id}.${i}`, [])
        const [input] = pipelinesOf(parent, isPersisted)
        return input ?? read(`${node.id}.${i}`, [])
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
  isPersisted: (node: Node) => boolean,
): SizedPipeline {
  const inputs: Pipeline[] = []
  const places = parents.map((parent) =>
    pipelinesOf(parent, isPersisted).flatMap(({ partitions: count, ...pipeline }) => {
      const input = inputs.push(pipeline) - 1
      return Array.from({ length: count }, (_, index) => ({ input, index }))
    }),
  )
  const placed = reads.map((refs) =>
    refs.flatMap(({ parent, partition }) => places[parent]?.[partition] ?? []),
  )
  return { source: { kind: 'inputs', combine, inputs, reads: placed }, steps: after, partitions }
}

function isNarrow(node: ShuffleNode): boolean {
  return node.keyOf === 'pair' && samePartitioner(node.parent.partitioner, node.spread)
}

function read(shuffle: string, steps: readonly Step[]): Pipeline {
  return { source: { kind: 'shuffle', shuffle }, steps }
}

function extend(pipeline: SizedPipeline, steps: readonly Step[]): SizedPipeline {
  return { ...pipeline, steps: [...pipeline.steps, ...steps] }
}
