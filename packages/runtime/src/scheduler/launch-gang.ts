import type { GangMember, SchedulerCommand } from './scheduler-command.ts'
import type { JobState, SchedulerState, StageState } from './scheduler-state.ts'
import { nearSlot } from './locality.ts'
import { start } from './stage-state.ts'
import { usableSlots } from './use-workers.ts'

/**
 * Launches every task of a barrier stage, or none. They do not wait for the slots that hold their data: the more of
 * them wait, the longer the others' slots are idle.
 */
export function launchGang(
  state: SchedulerState,
  job: JobState,
  stage: StageState,
  now: number,
  commands: SchedulerCommand[],
): void {
  const partitions = stage.pending.takeAll().map(({ partition }) => partition)
  const gang = placed(state, stage, partitions).map(([partition, slot]): GangMember => {
    return { task: start(state, { job, stage, partition, slot, now }, commands), slot }
  })
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
export function keepsSlots(state: SchedulerState, { spec }: StageState): boolean {
  return usableSlots(state) >= spec.partitions.length
}

/** A free slot for each partition: first for those whose own is free, then for the rest. */
function placed(
  state: SchedulerState,
  stage: StageState,
  partitions: readonly number[],
): (readonly [partition: number, slot: number])[] {
  const { free } = state
  const own: (readonly [number, number])[] = []
  const rest: number[] = []
  for (const partition of partitions) {
    const wanted = nearSlot(state, stage, partition)
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
