import type { JobEvent, JobSpec } from '@atomic-ts/core/internal'
import { checkBroadcasts } from '../shared-variables/broadcasts-of.ts'
import type { Collect } from './collected.ts'
import type { CachedPartitions } from './cached-partitions.ts'
import { Findings } from './find-out.ts'
import type { Job } from './job.ts'
import type { JobRun } from './job-properties.ts'
import type { MapOutputs } from './map-outputs.ts'
import { planJob } from './plan-job.ts'

/** Plans jobs by what is already computed, and numbers them and their stages' programs. */
export class NewJobs {
  /** What jobs before an action found out. */
  readonly findings: Findings = new Findings()
  readonly #outputs: MapOutputs
  readonly #cached: CachedPartitions
  #jobs = 0
  #programs = 0

  constructor(outputs: MapOutputs, cached: CachedPartitions) {
    this.#outputs = outputs
    this.#cached = cached
  }

  /**
   * Plans a job. One that cannot be planned takes no number.
   * @param slots how many there are, for stages whose tasks run together
   */
  plan<R>(spec: JobSpec, run: JobRun, slots: number, { collect, resolve, reject }: Outcome<R>): Job {
    const { stages, nodes } = planJob(spec, {
      outputs: this.#outputs,
      levelOf: (node) => this.#cached.levelOf(node),
      boundsOf: (partitioner) => this.findings.bounds.get(partitioner) ?? [],
      startsOf: (node) => this.findings.starts.get(node) ?? [],
      nextProgram: () => ++this.#programs,
      slots,
    })
    for (const { stage, missing } of stages) if (missing.length > 0) checkBroadcasts(stage, spec.at)
    const wanted = stages.at(-1)?.stage.tasks.map(({ partition }) => partition) ?? []
    const collected = collect(spec, wanted)
    return {
      ...{ id: ++this.#jobs, spec, run, stages, nodes },
      ...{ collected, resolve: end, reject },
      ...{ partial: new Map(), held: new Map(), errors: new Map() },
    }

    function end(): void {
      try {
        resolve(collected.results())
      } catch (error) {
        reject(error)
      }
    }
  }
}

/** What becomes of a job: its rows are collected, and it ends with them or an error. */
export interface Outcome<R> {
  readonly collect: Collect<R>
  readonly resolve: (result: R) => void
  readonly reject: (error: unknown) => void
}

/** What listeners hear as a job begins. */
export function startOf({ id, spec, run, stages }: Job): JobEvent {
  const { op, at } = spec
  const tasks = stages.reduce((sum, { missing }) => sum + missing.length, 0)
  const { group, description, tags } = run.properties
  const said = { ...(group === undefined ? {} : { group }), ...(description && { description }) }
  return { kind: 'jobStarted', job: id, op, at, tasks, tags, ...said }
}
