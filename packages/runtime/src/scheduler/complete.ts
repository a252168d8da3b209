import { finish } from './end.ts'
import { readyStages } from './ready-stages.ts'
import type { SchedulerCommand } from './scheduler-command.ts'
import type { JobState, SchedulerState, StageState } from './scheduler-state.ts'
import { isDone, kill } from './stage-state.ts'

/** A stage has one more result: when it was the last one, whoever waits for the stage can go on. */
export function complete(
  state: SchedulerState,
  job: JobState,
  stage: StageState,
  commands: SchedulerCommand[],
): void {
  if (!isDone(stage)) return
  const { shuffle } = stage.spec
  const writers = shuffle === undefined ? undefined : state.shuffles.get(shuffle)?.writers
  for (const writer of writers ?? [{ job, stage }]) {
    if (writer.stage.finished) continue
    if (writer.stage !== stage) giveUp(writer.job, writer.stage, commands)
    writer.stage.finished = true
    writer.stage.fetchFailures = 0
    writer.stage.pending.replace([])
    const { started, spec } = writer.stage
    if (started) commands.push({ kind: 'stageFinished', job: writer.job.id, stage: spec.id })
    writer.job.ready = readyStages(writer.job)
    if (spec.id === writer.job.last) finish(state, writer.job, commands)
  }
}

/** Another job has computed the stage. */
function giveUp(job: JobState, stage: StageState, commands: SchedulerCommand[]): void {
  kill(job, stage, 'another job has computed its stage', commands)
  if (stage.held.size === 0) return
  stage.held.clear()
  commands.push({ kind: 'stageRestarted', job: job.id, stage: stage.spec.id })
}
