import {
  cut,
  parentsOf,
  shufflesOf,
  type JobSpec,
  type Node,
  type RangePartitioner,
} from '@atomic-ts/core/internal'
import type { ScheduledJob } from '../scheduler/scheduler-event.ts'
import type { Job, JobStage } from './job.ts'
import type { MapOutputs } from './map-outputs.ts'

/** What planning a job must know of its driver. */
export interface PlanWorld {
  readonly outputs: MapOutputs
  readonly isPersisted: (node: Node) => boolean
  readonly boundsOf: (partitioner: RangePartitioner) => readonly unknown[]
  readonly nextProgram: () => number
}

/** Plans a job: its stages, and which of their partitions are still missing. */
export function planJob(spec: JobSpec, world: PlanWorld): Pick<Job, 'stages' | 'nodes'> {
  const { outputs, isPersisted, boundsOf } = world
  const nodes = allNodes(spec.node)
  const mapTasks = new Map(
    [...nodes.values()].flatMap(shufflesOf).map(({ shuffle, parent }) => [shuffle, parent.partitions]),
  )
  const isComputed = (shuffle: string): boolean =>
    outputs.missing(ownerOf(shuffle, nodes), shuffle, mapTasks.get(shuffle) ?? 0).length === 0
  const stages = cut(spec.node, spec.sink, spec.partitions, { isPersisted, isComputed, boundsOf })
  return {
    nodes,
    stages: stages.map((stage): JobStage => {
      const { shuffle, tasks, node } = stage
      const missing = shuffle
        ? outputs.missing(ownerOf(shuffle, nodes), shuffle, tasks.length)
        : tasks.map(({ partition }) => partition)
      return {
        stage,
        program: world.nextProgram(),
        tasks: new Map(tasks.map((task) => [task.partition, task])),
        missing,
        name: shuffle ? `${node.op} at ${node.at}` : `${spec.op} at ${spec.at}`,
      }
    }),
  }
}

/** The job as its scheduler needs it. */
export function scheduledJob(
  { id, stages }: Pick<Job, 'id' | 'stages'>,
  slotOf: (rdd: number, partition: number) => number | undefined,
): ScheduledJob {
  return {
    id,
    stages: stages.map((each) => ({
      id: each.stage.id,
      parents: each.stage.parents,
      partitions: each.missing,
      preferred: preferred(each, slotOf),
    })),
  }
}

/** The node whose shuffle a name belongs to: `7` or, for one of several parents, `7.1`. */
export function ownerOf(shuffle: string, nodes: ReadonlyMap<number, Node>): Node {
  const owner = nodes.get(Number.parseInt(shuffle, 10))
  if (owner) return owner
  throw new TypeError(`No node owns shuffle ${shuffle}.`)
}

function preferred(
  { stage, tasks, missing }: JobStage,
  slotOf: (rdd: number, partition: number) => number | undefined,
): ReadonlyMap<number, number> {
  const slots = new Map<number, number>()
  for (const partition of missing) {
    const task = tasks.get(partition)
    const steps = task ? (stage.pipelines[task.pipeline]?.steps ?? []) : []
    const last = steps.findLast(({ op }) => op === 'persist')?.params as
      | { rdd: number; offset: number }
      | undefined
    const slot = last && task && slotOf(last.rdd, last.offset + task.index)
    if (slot !== undefined) slots.set(partition, slot)
  }
  return slots
}

function allNodes(root: Node): ReadonlyMap<number, Node> {
  const nodes = new Map<number, Node>()
  const open = [root]
  for (let node = open.pop(); node; node = open.pop()) {
    if (nodes.has(node.id)) continue
    nodes.set(node.id, node)
    open.push(...parentsOf(node))
  }
  return nodes
}
