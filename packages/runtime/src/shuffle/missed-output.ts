import { types } from 'node:util'
import { AtomicError } from '@atomic-ts/core/internal'

/** What a map task left for this one cannot be read. It is no failure of this task: the map task runs again. */
export class MissedOutput extends AtomicError {
  readonly shuffle: string
  /** The map task. */
  readonly partition: number

  constructor(shuffle: string, partition: number, cause: unknown) {
    super('ATOMIC7002', {
      what: `What map task ${partition} left for this task is lost or damaged.`,
      fix: 'Check the disk of the scratch folder, and the network between workers.',
      cause,
    })
    this.shuffle = shuffle
    this.partition = partition
  }
}

/** The output that a task missed, when that is why it ended, through whatever code of the user's. */
export function missedBy(error: unknown): MissedOutput | undefined {
  const seen = new Set<unknown>()
  // An error may be its own cause, and what looks like one may run code of the user's when it is looked at.
  for (let each = error; types.isNativeError(each) && !seen.has(each); each = causeOf(each)) {
    if (each instanceof MissedOutput) return each
    seen.add(each)
  }
  return undefined
}

function causeOf(error: Error): unknown {
  try {
    return error.cause
  } catch {
    return undefined
  }
}
