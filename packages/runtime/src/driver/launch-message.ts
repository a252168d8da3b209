import { shufflesOf } from '@atomic-ts/core/internal'
import type { TaskKey } from '../scheduler/scheduler-event.ts'
import type { GangLaunch, LaunchTask } from '../wire/messages.ts'
import { stageOf, type Job } from './job.ts'
import type { LocatedBlock, MapOutputs } from './map-outputs.ts'
import { ownerOf } from './plan-job.ts'
import { wireSplit } from './wire-split.ts'

/** The message that runs an attempt. The bytes that go with it are pushed to `blocks`. */
export function launchMessage(
  job: Job,
  task: TaskKey,
  attemptId: number,
  outputs: MapOutputs,
  blocks: Uint8Array[],
  gang: GangLaunch | undefined,
): LaunchTask {
  const { stage, program, tasks } = stageOf(job, task)
  const { pipeline = 0, index = 0 } = tasks.get(task.partition) ?? {}
  const plan = stage.pipelines[pipeline]
  if (!plan) throw new TypeError(`Stage ${stage.id} has no pipeline ${pipeline}.`)
  const blocksOf = (shuffle: string, partition: number): readonly LocatedBlock[] =>
    shuffleBlocks(job, outputs, shuffle, partition)
  const split = wireSplit(plan, index, job.nodes, blocksOf, blocks)
  const { local: properties } = job.run.properties
  const attempt = { attemptId, partitions: stage.tasks.length, properties }
  return { kind: 'launch', task, program, pipeline, index, split, ...attempt, ...(gang && { gang }) }
}

function shuffleBlocks(
  { nodes }: Job,
  outputs: MapOutputs,
  shuffle: string,
  partition: number,
): readonly LocatedBlock[] {
  const owner = ownerOf(shuffle, nodes)
  const edge = shufflesOf(owner).find((read) => read.shuffle === shuffle)
  if (!edge) throw new TypeError(`Node ${owner.id} reads no shuffle ${shuffle}.`)
  return outputs.blocksFor(owner, shuffle, partition, edge.parent.partitions)
}
