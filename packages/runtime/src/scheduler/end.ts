import { forgive } from './exclude.ts'
import type { JobFailed, SchedulerCommand } from './scheduler-command.ts'
import type { JobState, SchedulerState } from './scheduler-state.ts'
import { kill } from './stage-state.ts'

/** A job has all of its results. */
export function finish(state: SchedulerState, job: JobState, commands: SchedulerCommand[]): void {
  end(state, job, commands)
  commands.push({ kind: 'jobFinished', job: job.id })
}

/** A job has used up a budget. */
export function fail(
  state: SchedulerState,
  failure: Omit<JobFailed, 'kind' | 'job'>,
  commands: SchedulerCommand[],
): void {
  const job = state.jobs.get(failure.task.job)
  if (!job) return
  end(state, job, commands)
  // A job that fails wherever it runs says nothing about the workers.
  forgive(state, job.id)
  commands.push({ kind: 'jobFailed', job: job.id, ...failure })
}

/** Forgets a job and kills what still runs for it. */
export function end(state: SchedulerState, job: JobState, commands: SchedulerCommand[]): void {
  state.jobs.delete(job.id)
  for (const stage of job.stages.values()) {
    kill(job, stage, 'its job is over', commands)
    const { shuffle } = stage.spec
    const shared = shuffle === undefined ? undefined : state.shuffles.get(shuffle)
    if (!shared || shuffle === undefined) continue
    for (const writer of shared.writers) if (writer.job === job) shared.writers.delete(writer)
    if (shared.writers.size === 0) state.shuffles.delete(shuffle)
  }
}
