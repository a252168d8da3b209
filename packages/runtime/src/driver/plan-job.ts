import {
  asOfNow,
  checkBarrier,
  cut,
  parentsOf,
  readsOf,
  type JobSpec,
  type NarrowNode,
  type Node,
  type Pipeline,
  type RangePartitioner,
  type Stage,
  type StorageLevel,
} from '@atomic-ts/core/internal'
import type { ScheduledJob, ScheduledStage } from '../scheduler/scheduler-event.ts'
import type { Job, JobStage } from './job.ts'
import { defaultPool, poolProperty } from './job-properties.ts'
import type { MapOutputs, ShuffleRead } from './map-outputs.ts'

/** What planning a job must know of its driver. */
export interface PlanWorld {
  readonly outputs: MapOutputs
  readonly levelOf: (node: Node) => StorageLevel | undefined
  readonly boundsOf: (partitioner: RangePartitioner) => readonly unknown[]
  readonly startsOf: (node: NarrowNode) => readonly number[]
  readonly nextProgram: () => number
  /** How many slots there are when all are up. */
  readonly slots: number
}

/** Plans a job: its stages, and which of their partitions are still missing. */
export function planJob(spec: JobSpec, world: PlanWorld): Pick<Job, 'stages' | 'nodes'> {
  const { outputs, levelOf, boundsOf, startsOf } = world
  const root = asOfNow(spec.node)
  const nodes = allNodes(root)
  const stages = cut(root, spec.sink, spec.partitions, { levelOf, boundsOf, startsOf })
  const needed = new Set([stages.length - 1])
  // Children first: of a stage that nothing is missing of, the parents are not needed.
  const planned = stages.toReversed().map((stage): JobStage => {
    const { id, shuffle, tasks, node } = stage
    const missing = needed.has(id) ? missingOf(stage, nodes, outputs) : []
    if (missing.length > 0) {
      checkBarrier(stage, world.slots, spec.at)
      for (const parent of stage.parents) needed.add(parent)
    }
    return {
      stage,
      program: world.nextProgram(),
      tasks: new Map(tasks.map((task) => [task.partition, task])),
      missing,
      name: shuffle ? `${node.op} at ${node.at}` : `${spec.op} at ${spec.at}`,
    }
  })
  return { nodes, stages: planned.toReversed() }
}

/** The partitions of a stage that no earlier job has computed. A barrier stage is computed as a whole. */
function missingOf(
  { shuffle, tasks, isBarrier }: Stage,
  nodes: ReadonlyMap<number, Node>,
  outputs: MapOutputs,
): readonly number[] {
  const all = tasks.map(({ partition }) => partition)
  if (shuffle === undefined) return all
  const missing = outputs.missing(ownerOf(shuffle, nodes), shuffle, tasks.length)
  return isBarrier && missing.length > 0 ? all : missing
}

/** Which slot holds a cached partition. */
type SlotOf = (rdd: number, partition: number) => number | undefined

/** The job as its scheduler needs it. */
export function scheduledJob(job: Job, outputs: MapOutputs, slotOf: SlotOf): ScheduledJob {
  return {
    id: job.id,
    pool: job.run.properties.local[poolProperty] ?? defaultPool,
    stages: job.stages.map((each) => ({
      id: each.stage.id,
      parents: each.stage.parents,
      partitions: [...each.tasks.keys()],
      ...keptOf(each, job, outputs),
      preferred: preferred(each, slotOf),
      near: near(each, job, outputs),
      isBarrier: each.stage.isBarrier,
    })),
  }
}

/** The stages that read a shuffle, with the workers that now keep much of what their tasks read. */
export function located(
  job: Job,
  { stage: { id } }: JobStage,
  outputs: MapOutputs,
): { readonly stage: number; readonly near: ReadonlyMap<number, readonly number[]> }[] {
  return job.stages.flatMap((each) =>
    each.stage.parents.includes(id) ? [{ stage: each.stage.id, near: near(each, job, outputs) }] : [],
  )
}

function keptOf(
  { stage: { shuffle } }: JobStage,
  { nodes }: Job,
  outputs: MapOutputs,
): Pick<ScheduledStage, 'shuffle' | 'outputs'> {
  if (shuffle === undefined) return {}
  return { shuffle, outputs: outputs.keepers(ownerOf(shuffle, nodes), shuffle) }
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

/** The workers near each partition of a stage. */
function near(
  { stage, tasks, missing }: JobStage,
  { nodes }: Job,
  outputs: MapOutputs,
): ReadonlyMap<number, readonly number[]> {
  const workers = new Map<number, readonly number[]>()
  if (missing.length >= tooMany) return workers
  for (const partition of missing) {
    const task = tasks.get(partition)
    const pipeline = task && stage.pipelines[task.pipeline]
    const found = pipeline ? outputs.near(shuffleReads(pipeline, task.index, nodes)) : []
    if (found.length > 0) workers.set(partition, found)
  }
  return workers
}

// Of stages with as many tasks it is not looked at what each reads, as in Spark.
const tooMany = 1000

function shuffleReads(
  { source }: Pipeline,
  index: number,
  nodes: ReadonlyMap<number, Node>,
): readonly ShuffleRead[] {
  if (source.kind === 'source') return []
  if (source.kind === 'shuffle') {
    return [{ owner: ownerOf(source.shuffle, nodes), shuffle: source.shuffle, partition: index }]
  }
  return readsOf(source, index).flatMap((read) => {
    const input = source.inputs[read.input]
    return input ? shuffleReads(input, read.index, nodes) : []
  })
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
