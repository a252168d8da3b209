import type { GangMember, SchedulerCommand } from './scheduler-command.ts'
import type { JobState, SchedulerState, StageState } from './scheduler-state.ts'

/**
 * Launches every task of a barrier stage, or none. They do not wait for the slots that hold their data: the more of
 * them wait, the longer the others' slots are idle.
 */
export function launchGang(
  state: SchedulerState,
  job: JobState,
  stage: StageState,
  commands: SchedulerCommand[],
): void {
  const partitions = stage.pending.splice(0, Infinity).map(({ partition }) => partition)
  const gang = placed(state, stage, partitions).map(([partition, slot]): GangMember => {
    const attempt = stage.attempts.get(partition) ?? 0
    const task = { job: job.id, stage: stage.spec.id, partition, attempt }
    stage.attempts.set(partition, attempt + 1)
    stage.running.set(partition, { attempt, slot })
    state.slots.set(slot, task)
    return { task, slot }
  })
  if (!stage.started) commands.push({ kind: 'stageStarted', job: job.id, stage: stage.spec.id })
  stage.started = true
  commands.push({ kind: 'launchGang', gang })
}

/** Whether there are free slots for every task of a barrier stage. */
export function canLaunch({ free }: SchedulerState, { spec }: StageState): boolean {
  return free.size >= spec.partitions.length
}

/**
 * Whether a barrier stage keeps free slots for itself until there are enough: else small tasks would take each of them
 * again and again. Not while it needs more slots than there are.
 */
export function keepsSlots({ slots }: SchedulerState, { spec }: StageState): boolean {
  return slots.size >= spec.partitions.length
}

/** A free slot for each partition: first for those whose own is free, then for the rest. */
function placed(
  { free }: SchedulerState,
  { spec }: StageState,
  partitions: readonly number[],
): (readonly [partition: number, slot: number])[] {
  const own: (readonly [number, number])[] = []
  const rest: number[] = []
  for (const partition of partitions) {
    const wanted = spec.preferred.get(partition)
    if (wanted !== undefined && free.delete(wanted)) own.push([partition, wanted])
    else rest.push(partition)
  }
  return [...own, ...rest.map((partition) => [partition, take(free)] as const)]
}

function take(free: Set<number>): number {
  const [slot = 0] = free
  free.delete(slot)
  return slot
}
