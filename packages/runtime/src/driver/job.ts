import type { JobSpec, Node, Stage, StageTask } from '@atomic-ts/core/internal'
import type { TaskKey } from '../scheduler/scheduler-event.ts'
import type { Collected } from './collected.ts'
import type { JobRun } from './job-properties.ts'

/** A job under way, as its driver sees it. */
export interface Job {
  readonly id: number
  readonly spec: JobSpec
  /** The call of an action that it is part of. */
  readonly run: JobRun
  readonly stages: readonly JobStage[]
  /** Every node of the graph below the action, by id. */
  readonly nodes: ReadonlyMap<number, Node>
  /** Takes what partitions give. */
  readonly collected: Pick<Collected<unknown>, 'put'>
  /** Rows of attempts that still run, by attempt. */
  readonly partial: Map<string, Uint8Array[]>
  /** What attempts of barrier stages gave, until their stage is done. */
  readonly held: Map<number, HeldResult[]>
  /** The last error of each task, by stage and partition. */
  readonly errors: Map<string, unknown>
  /** Ends the watch over the job's signal. */
  unwatch?: () => void
  /** Gives the action what was collected. */
  resolve(): void
  reject(error: unknown): void
}

/** What a task of a barrier stage gave. */
export interface HeldResult {
  readonly task: TaskKey
  readonly keep: () => void
  readonly drop: () => void
}

/** A stage of a job. */
export interface JobStage {
  readonly stage: Stage
  /** The id under which workers know the stage's program; unique in the driver. */
  readonly program: number
  readonly tasks: ReadonlyMap<number, StageTask>
  /** Partitions that no earlier job has computed. */
  readonly missing: readonly number[]
  /** The last verb and where the user called it. */
  readonly name: string
}

/** The stage of a task. */
export function stageOf(job: Job, { stage }: Pick<TaskKey, 'stage'>): JobStage {
  const found = job.stages[stage]
  if (found) return found
  throw new TypeError(`Job ${job.id} has no stage ${stage}.`)
}
