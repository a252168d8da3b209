import {
  checkBarrier,
  cut,
  parentsOf,
  readsOf,
  shufflesOf,
  type JobSpec,
  type NarrowNode,
  type Node,
  type Pipeline,
  type RangePartitioner,
} from '@atomic-ts/core/internal'
import type { ScheduledJob } from '../scheduler/scheduler-event.ts'
import type { Job, JobStage } from './job.ts'
import { defaultPool, poolProperty } from './job-properties.ts'
import type { MapOutputs } from './map-outputs.ts'

/** What planning a job must know of its driver. */
export interface PlanWorld {
  readonly outputs: MapOutputs
  readonly isPersisted: (node: Node) => boolean
  readonly boundsOf: (partitioner: RangePartitioner) => readonly unknown[]
  readonly startsOf: (node: NarrowNode) => readonly number[]
  readonly nextProgram: () => number
  /** How many slots there are when all are up. */
  readonly slots: number
}

/** Plans a job: its stages, and which of their partitions are still missing. */
export function planJob(spec: JobSpec, world: PlanWorld): Pick<Job, 'stages' | 'nodes'> {
  const { outputs, isPersisted, boundsOf, startsOf } = world
  const nodes = allNodes(spec.node)
  const mapTasks = new Map(
    [...nodes.values()].flatMap(shufflesOf).map(({ shuffle, parent }) => [shuffle, parent.partitions]),
  )
  const isComputed = (shuffle: string): boolean =>
    outputs.missing(ownerOf(shuffle, nodes), shuffle, mapTasks.get(shuffle) ?? 0).length === 0
  const stages = cut(spec.node, spec.sink, spec.partitions, { isPersisted, isComputed, boundsOf, startsOf })
  return {
    nodes,
    stages: stages.map((stage): JobStage => {
      const { shuffle, tasks, node } = stage
      checkBarrier(stage, world.slots, spec.at)
      const all = tasks.map(({ partition }) => partition)
      const lost = shuffle ? outputs.missing(ownerOf(shuffle, nodes), shuffle, tasks.length) : all
      const missing = stage.isBarrier && lost.length > 0 ? all : lost
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

/** Which slot holds a cached partition. */
type SlotOf = (rdd: number, partition: number) => number | undefined

/** The job as its scheduler needs it. */
export function scheduledJob({ id, run, stages }: Job, slotOf: SlotOf): ScheduledJob {
  return {
    id,
    pool: run.properties.local[poolProperty] ?? defaultPool,
    stages: stages.map((each) => ({
      id: each.stage.id,
      parents: each.stage.parents,
      partitions: each.missing,
      preferred: preferred(each, slotOf),
      isBarrier: each.stage.isBarrier,
    })),
  }
}

/** The node whose shuffle a name belongs to: `7` or, for one of several parents, `7.1`. */
export function ownerOf(shuffle: string, nodes: ReadonlyMap<number, Node>): Node {
  const owner = nodes.get(Number.parseInt(shuffle, 10))
  if (owner) return owner
  throw new TypeError(`No node owns shuffle ${shuffle}.`)
}

function preferred({ stage, tasks, missing }: JobStage, slotOf: SlotOf): ReadonlyMap<number, number> {
  const slots = new Map<number, number>()
  for (const partition of missing) {
    const task = tasks.get(partition)
    const pipeline = task && stage.pipelines[task.pipeline]
    const slot = pipeline && cachedAt(pipeline, task.index, slotOf)
    if (slot !== undefined) slots.set(partition, slot)
  }
  return slots
}

/** The slot that holds the latest cached partition of a pipeline, or of one of its inputs. */
function cachedAt(pipeline: Pipeline | undefined, index: number, slotOf: SlotOf): number | undefined {
  if (!pipeline) return undefined
  const { source, steps } = pipeline
  const last = steps.findLast(({ op }) => op === 'persist')?.params as
    | { readonly rdd: number; readonly offset: number }
    | undefined
  const slot = last && slotOf(last.rdd, last.offset + index)
  if (slot !== undefined || source.kind !== 'inputs') return slot
  return readsOf(source, index)
    .map((read) => cachedAt(source.inputs[read.input], read.index, slotOf))
    .find((found) => found !== undefined)
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
