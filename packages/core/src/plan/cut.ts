import { isBarrier } from './barrier.ts'
import { pipelinesOf, shufflesOf, type PipelineWorld, type ShuffleEdge } from './pipelines.ts'
import type { Node } from '../rdd/node.ts'
import { partial } from '../operators/partial.ts'
import type { Step } from '../operators/step.ts'
import type { Stage, StageTask } from './stage.ts'

/** Cuts the graph below an action into stages at its shuffles, parents first. A shuffle that is read twice is computed once. */
export function cut(
  node: Node,
  sink: Step,
  partitions: readonly number[] | undefined,
  input: PipelineWorld,
): Stage[] {
  const stages: Stage[] = []
  const byShuffle = new Map<string, number>()
  add(node, sink, undefined, partitions)
  return stages

  function add(last: Node, end: Step, shuffle: string | undefined, only?: readonly number[]): number {
    const parents = [...new Set(shufflesOf(last).map((edge) => stageOf(edge)))]
    const pipelines = pipelinesOf(last, input)
    const all = pipelines.flatMap((pipeline, p) =>
      Array.from({ length: pipeline.partitions }, (_, index) => ({ pipeline: p, index })),
    )
    const tasks: StageTask[] = all.map((task, partition) => ({ partition, ...task }))
    const id = stages.length
    stages.push({
      id,
      node: last,
      parents,
      pipelines: pipelines.map(({ source, steps }) => ({ source, steps })),
      tasks: only ? only.flatMap((partition) => tasks[partition] ?? []) : tasks,
      sink: end,
      shuffle,
      isBarrier: isBarrier(last),
    })
    return id
  }

  function stageOf({ shuffle, parent, by }: ShuffleEdge): number {
    const known = byShuffle.get(shuffle)
    if (known !== undefined) return known
    const id = addShuffle({ shuffle, parent, by })
    byShuffle.set(shuffle, id)
    return id
  }

  function addShuffle({ shuffle, parent, by }: ShuffleEdge): number {
    const before = by.kind === 'shuffle' ? by.before : []
    return add(withSteps(parent, before), exchangeStep(by, input), shuffle)
  }
}

/** The parent as the stage computes it, map-side steps included; it keeps the id, so that a cached parent is found. */
function withSteps(parent: Node, steps: readonly Step[]): Node {
  if (steps.length === 0) return parent
  const { op, at, partitions } = parent
  return { kind: 'narrow', id: -parent.id, op, at, partitions, parent, steps: steps.map(partial) }
}

function exchangeStep(by: ShuffleEdge['by'], { boundsOf }: PipelineWorld): Step {
  const partitioner = by.kind === 'shuffle' ? by.spread : by.partitioner
  const params = {
    by: partitioner.kind,
    partitions: partitioner.partitions,
    keyOf: by.kind === 'shuffle' ? by.keyOf : 'pair',
  }
  switch (partitioner.kind) {
    case 'hash':
    case 'direct':
    case 'turn':
      return { op: 'exchange', params }
    case 'range':
      return {
        op: 'exchange',
        params: { ...params, ascending: partitioner.ascending, bounds: boundsOf(partitioner) },
      }
    case 'custom':
      return { op: 'exchange', tasks: [partitioner.task], params }
  }
}
