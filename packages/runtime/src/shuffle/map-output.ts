/** What one map task left, and where. */
export type OutputPlace = LocalOutput | RemoteOutput

/** On this machine: where each block is, and their bytes, in memory that every thread sees or in a file. */
export interface LocalOutput {
  readonly index: Uint8Array
  readonly data: Uint8Array | string
}

/** Kept by a worker elsewhere. */
export interface RemoteOutput {
  /** The driver's number of the worker. */
  readonly worker: number
  /** The id of the map task's attempt, by which workers know its output. */
  readonly output: number
}

/** Whether a worker elsewhere keeps an output. */
export function isRemote(place: OutputPlace): place is RemoteOutput {
  return 'worker' in place
}

/** A partition of a shuffle that a task reads: of each map output the blocks for one partition. */
export interface ShuffleRead {
  readonly shuffle: string
  readonly partition: number
  /** By map task. */
  readonly places: readonly OutputPlace[]
}
