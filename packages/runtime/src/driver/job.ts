import type { JobSpec, Node, Stage, StageTask } from '@atomic-ts/core/internal'
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
  /** The sink's rows for each partition that is done. */
  readonly rows: Map<number, unknown[]>
  /** Rows of attempts that still run, by attempt. */
  readonly partial: Map<string, Uint8Array[]>
  /** The last error of each task, by stage and partition. */
  readonly errors: Map<string, unknown>
  /** Ends the watch over the job's signal. */
  unwatch?: () => void
  resolve(rows: unknown[][]): void
  reject(error: unknown): void
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
