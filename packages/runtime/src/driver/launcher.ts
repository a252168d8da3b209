import type { GangMember } from '../scheduler/scheduler-command.ts'
import type { GangLaunch } from '../wire/messages.ts'
import type { Attempts } from './attempts.ts'
import type { Barriers } from './barriers.ts'
import type { CachedPartitions } from './cached-partitions.ts'
import { gangLaunch } from './gang-launch.ts'
import { stageOf, type Job } from './job.ts'
import { launchMessage } from './launch-message.ts'
import type { Listeners } from './listeners.ts'
import type { ToldOutputs } from './map-outputs.ts'
import type { Results } from './results.ts'
import type { Slots } from './slots.ts'

/** What launching takes. */
export interface LauncherParts {
  readonly slots: Slots
  readonly attempts: Attempts
  readonly results: Results
  readonly barriers: Barriers
  readonly cached: CachedPartitions
  readonly listeners: Listeners
}

/** Sends attempts to their slots, with all that these must know before. */
export class Launcher {
  readonly #parts: LauncherParts

  constructor(parts: LauncherParts) {
    this.#parts = parts
  }

  /** Sends one attempt. When it throws, nothing that matters was sent. */
  launch(job: Job, { task, slot }: GangMember, gang?: GangLaunch): void {
    const { slots, attempts, results, listeners } = this.#parts
    const { stage, program } = stageOf(job, task)
    slots.prepare(slot, program, stage)
    const blocks: Uint8Array[] = []
    const taskId = attempts.start(slot, task)
    const tell = (outputs: ToldOutputs): void => slots.tellOutputs(slot, outputs)
    const message = launchMessage(job, task, taskId, results.outputs, { blocks, tell }, gang)
    slots.send(slot, message, blocks)
    listeners.tell({ kind: 'taskStarted', ...task, taskId })
  }

  /** What the tasks of a barrier stage, which are about to be sent, must know of each other. */
  gang(job: Job, gang: readonly GangMember[]): GangLaunch | undefined {
    const { barriers, cached } = this.#parts
    const [first] = gang
    if (!first) return undefined
    const { stage } = stageOf(job, first.task)
    barriers.start(gang)
    return gangLaunch(stage, gang, (rdd, partition) => cached.slotOf(rdd, partition))
  }
}
