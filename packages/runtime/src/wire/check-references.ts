import type { TaskKey } from '../scheduler/scheduler-event.ts'
import type { RemoteOutput } from '../shuffle/map-output.ts'
import { count, list, shape, type Check } from './shape.ts'

/** Which attempt a message is about. */
export const checkTaskKey: Check<TaskKey> = shape<TaskKey>({
  job: count,
  stage: count,
  partition: count,
  attempt: count,
})

const checkRemoteOutput = shape<RemoteOutput>({ worker: count, output: count })

/** Where a map output is: what lies on the machine of a driver is of no use elsewhere. */
export const checkPlaces: Check<readonly RemoteOutput[]> = list(checkRemoteOutput)
