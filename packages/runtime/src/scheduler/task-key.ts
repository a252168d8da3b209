import type { TaskKey } from './scheduler-event.ts'

/** Whether two keys name the same attempt. */
export function sameTask(a: TaskKey, b: TaskKey): boolean {
  return a.job === b.job && a.stage === b.stage && a.partition === b.partition && a.attempt === b.attempt
}

/** The name of an attempt; no other of its driver has it. */
export function attemptKey({ job, stage, partition, attempt }: TaskKey): string {
  return `${job}.${stage}.${partition}.${attempt}`
}
