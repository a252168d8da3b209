import type { AttemptStore } from './keep-partition.ts'
import type { DiskEnv } from './on-disk/cut-by-key.ts'

/** What a run needs beside its data. */
export interface RunEnv extends DiskEnv {
  readonly store: AttemptStore
  /** The partition of the pipeline's source. */
  readonly index: number
  /** Resolves when the thread may go on; throws when the attempt is cancelled. Called between chunks. */
  readonly breathe: () => Promise<void> | undefined
}
