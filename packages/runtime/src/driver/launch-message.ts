import { shufflesOf } from '@atomic-ts/core/internal'
import type { TaskKey } from '../scheduler/scheduler-event.ts'
import type { GangLaunch, LaunchTask } from '../wire/messages.ts'
import { stageOf, type Job } from './job.ts'
import type { MapOutputs, ToldOutputs } from './map-outputs.ts'
import { ownerOf } from './plan-job.ts'
import { wireSplit } from './wire-split.ts'

/** Of a launch, what a slot is sent beside it. */
export interface BesideLaunch {
  /** The bytes that go with it are pushed here. */
  readonly blocks: Uint8Array[]
  /** Sees to it that the slot knows where the map outputs are that the task reads. */
  readonly tell: (outputs: ToldOutputs) => void
}

/** The message that runs an attempt. */
export function launchMessage(
  job: Job,
  task: TaskKey,
  attemptId: number,
  outputs: MapOutputs,
  { blocks, tell }: BesideLaunch,
  gang: GangLaunch | undefined,
): LaunchTask {
  const { stage, program, tasks } = stageOf(job, task)
  const { pipeline = 0, index = 0 } = tasks.get(task.partition) ?? {}
  const plan = stage.pipelines[pipeline]
  if (!plan) throw new TypeError(`Stage ${stage.id} has no pipeline ${pipeline}.`)
  const epochOf = (shuffle: string): number => {
    const told = toldOf(job, outputs, shuffle)
    tell(told)
    return told.message.epoch
  }
  const split = wireSplit(plan, index, job.nodes, epochOf, blocks)
  const { local: properties } = job.run.properties
  const attempt = { attemptId, partitions: stage.tasks.length, properties }
  return { kind: 'launch', task, program, pipeline, index, split, ...attempt, ...(gang && { gang }) }
}

function toldOf({ nodes }: Job, outputs: MapOutputs, shuffle: string): ToldOutputs {
  const owner = ownerOf(shuffle, nodes)
  const edge = shufflesOf(owner).find((read) => read.shuffle === shuffle)
  if (!edge) throw new TypeError(`Node ${owner.id} reads no shuffle ${shuffle}.`)
  return outputs.told(owner, shuffle, edge.parent.partitions)
}
