import type { LocalOptions } from '../context/local-options.ts'
import type { ProgramTable } from '../wire/program-table.ts'

/** What a worker tells an executor process that it starts, as JSON. */
export interface ExecutorOptions extends Pick<
  LocalOptions,
  'memory' | 'sharedMemory' | 'taskMemory' | 'scratch'
> {
  readonly slots: number
  /** The worker's own programs; none in development. */
  readonly programs: readonly ProgramTable[]
  /** The name of the process: who knows it may fetch the blocks that it keeps. */
  readonly executor: string
  /** How long another executor process may be silent, in milliseconds. */
  readonly silence: number
}

/** What an executor process asks its worker for: a connection to another executor process. */
export interface WantedPeer {
  readonly address: string
  readonly executor: string
}

/** The conversation with the driver. */
export const driverId = 0
/** What a worker says to its executor processes when it is asked to end. */
export const drainWord = 'drain'
/** The stream to the worker. */
export const linkFile = 3
