import type { SchedulerCommand } from '../scheduler/scheduler-command.ts'
import type { SchedulerEvent, TaskKey } from '../scheduler/scheduler-event.ts'
import type { SchedulerState, StageState } from '../scheduler/scheduler-state.ts'
import type { Barriers } from './barriers.ts'
import { stageOf, type Job } from './job.ts'
import type { Listeners } from './listeners.ts'
import { located } from './plan-job.ts'
import type { Results } from './results.ts'

type StageCommand = Extract<SchedulerCommand, { stage: number }>

/** What telling of stages takes. */
export interface StageNewsParts {
  readonly scheduler: SchedulerState
  readonly results: Results
  readonly barriers: Barriers
  readonly listeners: Listeners
}

/** Carries out and tells what the scheduler says of stages. */
export class StageNews {
  readonly #parts: StageNewsParts

  constructor(parts: StageNewsParts) {
    this.#parts = parts
  }

  /** A stage starts, begins again, or is done. */
  tell(job: Job | undefined, { kind, job: id, stage }: StageCommand): void {
    const { results, barriers, listeners } = this.#parts
    if (kind === 'stageStarted') {
      const started = job?.stages[stage]
      const tasks = this.#left(id, stage)
      if (started) listeners.tell({ kind, job: id, stage, name: started.name, tasks })
      return
    }
    barriers.forget(id, stage)
    if (kind === 'stageRestarted') return job && results.stageRestarted(job, stage)
    if (job) results.stageFinished(job, stage)
    listeners.tell({ kind, job: id, stage })
  }

  /** Where the readers of a stage shall run, when a task is its last and its outputs are on workers. */
  located(job: Job, task: TaskKey): SchedulerEvent[] {
    if (this.#left(task.job, task.stage) > 1) return []
    const found = located(job, stageOf(job, task), this.#parts.results.outputs)
    return found.map((each) => ({ kind: 'stageLocated', job: job.id, ...each }))
  }

  /** How many partitions of a stage are missing. */
  #left(job: number, stage: number): number {
    const found: StageState | undefined = this.#parts.scheduler.jobs.get(job)?.stages.get(stage)
    return found ? found.spec.partitions.length - found.outputs.size : 0
  }
}
